import { useEffect, useState } from 'react';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';

export interface LabelledField extends FocusedRow {
  readonly field: RowColumn;
  readonly cell: Cell;
}

/** The readable label of the row that a foreign key points to; null while it is not known or there is none. */
export function useLabel({ client, view, field, cell, revision }: LabelledField): string | null {
  const [known, setKnown] = useState<{ readonly of: string; readonly label: string | null } | null>(null);
  const isReference = field.references !== null && cell !== null && typeof cell !== 'object';
  const identity = isReference ? `${view.view} ${field.name} ${typeof cell} ${cell}` : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the identity stands for the value.
  useEffect(() => {
    if (identity === null) return;
    const controller = new AbortController();
    client.rows
      .labels({ view: view.view, column: field.name, values: [cell] }, { signal: controller.signal })
      .then(
        ({ labels }) => setKnown({ of: identity, label: labels[0] ?? null }),
        // A label is an extra: without it the value stands alone.
        () => undefined,
      );
    return () => controller.abort();
  }, [identity, revision]);
  return known !== null && known.of === identity ? known.label : null;
}
