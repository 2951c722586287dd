import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import { cellText, keyText } from '../../lib/cells/cell-text.ts';
import { rowChange } from '../../lib/changes/row-change.ts';

const signs = { insert: '+', update: '~', delete: '-' } as const;

/** Changes as lines of text, tabs between their parts. */
export function rowsText(rows: readonly StagedRow[]): string {
  return rows
    .flatMap((staged) => {
      const { object, row, kind } = staged;
      const head = [signs[kind], object, staged.label ?? ('key' in row ? keyText(row.key) : 'new row')];
      const { lines, values } = rowChange(staged, null);
      if (kind === 'update') {
        return lines.map(({ name, before, after }) =>
          [...head, name, cellText(before), '->', cellText(after)].join('\t'),
        );
      }
      return [[...head, ...values.map(({ name, cell }) => `${name}=${cellText(cell)}`)].join('\t')];
    })
    .join('\n');
}
