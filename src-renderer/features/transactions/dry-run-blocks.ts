import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import type { DryRunResult, DryRunStatement } from '../../../src-preload/contract/queries.ts';
import type { CardBlock } from '../../lib/changes/card-list.tsx';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import { rowIdentity } from '../../lib/edits/row-identity.ts';

type DryRunTable = DryRunResult['tables'][number];

/** A block of the page of a dry run. */
export type DryRunBlock = CardBlock &
  (
    | { readonly kind: 'summary' }
    | { readonly kind: 'titles' }
    | { readonly kind: 'statement'; readonly statement: DryRunStatement; readonly number: number }
    | { readonly kind: 'problem'; readonly statement: DryRunStatement }
    | { readonly kind: 'rule'; readonly rule: DryRunStatement['broken'][number] }
    | { readonly kind: 'table'; readonly table: DryRunTable; readonly isOpen: boolean }
    | { readonly kind: 'row'; readonly row: StagedRow }
    | { readonly kind: 'reason'; readonly text: string }
    | { readonly kind: 'more'; readonly hidden: number }
  );

type BlockPart = DryRunBlock extends infer B
  ? B extends CardBlock
    ? Omit<B, keyof CardBlock>
    : never
  : never;

const HEAD = 40;
const LINE = 32;
const ROW = 36;

/** The page of a dry run: its statements with what is wrong with them, then the tables. */
export function dryRunBlocks(
  { statements, tables }: DryRunResult,
  open: ReadonlySet<string>,
): readonly DryRunBlock[] {
  const first = [
    block('summary', HEAD, { kind: 'summary' }),
    block('titles', 28, { kind: 'titles' }),
    ...statements.flatMap((statement, index) => statementBlocks(statement, index + 1)),
  ];
  return [...card(first), ...card(tables.flatMap((table) => tableBlocks(table, open.has(table.object))))];
}

/** The id of the head of a table. */
export function tableBlockId(object: string): string {
  return `table ${object}`;
}

function statementBlocks(statement: DryRunStatement, number: number): readonly DryRunBlock[] {
  const id = `statement ${number}`;
  return [
    block(id, LINE, { kind: 'statement', statement, number }),
    ...(statement.problem === null ? [] : [block(`${id} problem`, LINE, { kind: 'problem', statement })]),
    ...statement.broken.map((rule, index) => block(`${id} rule ${index}`, LINE, { kind: 'rule', rule })),
  ];
}

function tableBlocks(table: DryRunTable, isOpen: boolean): readonly DryRunBlock[] {
  const id = tableBlockId(table.object);
  const head = block(id, ROW, { kind: 'table', table, isOpen });
  if (!isOpen) return [head];
  if (table.reason !== null)
    return [head, block(`${id} reason`, ROW, { kind: 'reason', text: table.reason })];
  const hidden = stagedRows(table.counts) - table.rows.length;
  return [
    head,
    ...table.rows.map((row) => block(`${id} ${rowIdentity(row.row)}`, ROW, { kind: 'row', row })),
    ...(hidden > 0 ? [block(`${id} more`, ROW, { kind: 'more', hidden })] : []),
  ];
}

function block(id: string, height: number, part: BlockPart): DryRunBlock {
  return { id, height, isFirst: false, isLast: false, ...part };
}

function card(blocks: readonly DryRunBlock[]): readonly DryRunBlock[] {
  return blocks.map((one, index) => ({ ...one, isFirst: index === 0, isLast: index === blocks.length - 1 }));
}
