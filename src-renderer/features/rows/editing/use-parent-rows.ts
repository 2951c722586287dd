import { useEffect, useState } from 'react';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { filterTextFor } from '../../../../src-preload/contract/filter-text.ts';
import type { FilterTerm, RowColumn, ViewInfo } from '../../../../src-preload/contract/rows.ts';
import { cellText } from '../../../lib/cells/cell-text.ts';
import { cellEditValue } from '../../../lib/edits/edit-text.ts';
import type { CellTarget } from './cell-target.ts';
import type { Choice } from './choice-list.tsx';
import type { EditContext } from './edit-context.ts';

const WAIT = 120;
const MOST = 8;
const NAMES = /name|title|label|caption|subject|email|code/i;

/** Rows of the table that a foreign key points to: those with this key, then those whose name contains the text. */
export function useParentRows(
  context: EditContext,
  target: CellTarget,
  text: string,
): { readonly choices: readonly Choice[]; readonly isLoading: boolean } {
  const [found, setFound] = useState<{ readonly text: string; readonly choices: readonly Choice[] } | null>(
    null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cell stays the same while it is edited.
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        void search(context, target, text.trim(), controller.signal).then(
          (choices) => {
            if (!controller.signal.aborted) setFound({ text, choices });
          },
          () => {
            if (!controller.signal.aborted) setFound({ text, choices: [] });
          },
        );
      },
      found === null ? 0 : WAIT,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text]);
  return { choices: found?.choices ?? [], isLoading: found?.text !== text };
}

async function search(
  context: EditContext,
  target: CellTarget,
  text: string,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  const { references } = target.rule;
  if (references === null) return [];
  const cells: Cell[] = [];
  const read = async (filter: readonly FilterTerm[]): Promise<ViewInfo> => {
    const { client, file } = context;
    const view = await client.rows.open(
      { file: file.id, object: references.table, filter: [...filter] },
      { signal },
    );
    try {
      const at = view.columns.findIndex(({ name }) => same(name, references.column));
      const page = await client.rows.page(
        { view: view.view, anchor: { kind: 'first' }, limit: MOST },
        { signal },
      );
      cells.push(...page.rows.flatMap((row) => (at < 0 ? [] : [row[at] ?? null])));
      return view;
    } finally {
      client.rows.close({ view: view.view }).catch(() => null);
    }
  };
  if (text === '') await read([]);
  else {
    const { columns } = await read([{ column: references.column, text: `= ${quoted(text)}` }]);
    const name = searchedColumn(columns, references.column);
    if (name !== null && cells.length < MOST) await read([{ column: name, text: quoted(text) }]);
  }
  const values = cells.filter((cell) => cell !== null).slice(0, MOST);
  const { labels } = await context.client.rows.labels(
    { view: context.view.view, column: target.shown.column.name, values },
    { signal },
  );
  const seen = new Set<string>();
  return values.flatMap((cell, index) => {
    const value = cellEditValue(cell);
    const shown = cellText(cell);
    if (value === undefined || seen.has(shown)) return [];
    seen.add(shown);
    return [{ value, text: shown, label: labels[index] ?? null }];
  });
}

/** A number as it is, anything else as text: `!x` and `1..2` are not filters here. */
function quoted(text: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? text : filterTextFor(text).replace(/^= /, '');
}

/** The column that says what a row is. */
function searchedColumn(columns: readonly RowColumn[], key: string): string | null {
  const readable = columns.filter(
    ({ name, isNumeric, references, isHidden }) =>
      !isNumeric && references === null && !isHidden && !same(name, key),
  );
  return (readable.find(({ name }) => NAMES.test(name)) ?? readable[0])?.name ?? null;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
