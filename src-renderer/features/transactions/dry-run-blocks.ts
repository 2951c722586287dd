import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import type { DryRunCause, DryRunResult, DryRunStatement } from '../../../src-preload/contract/queries.ts';
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
    /** COMMIT would fail. */
    | { readonly kind: 'commit' }
    | { readonly kind: 'cause'; readonly cause: DryRunCause }
    | { readonly kind: 'rule'; readonly rule: DryRunStatement['broken'][number] }
    /** A document that breaks a rule. */
    | { readonly kind: 'document'; readonly object: string; readonly row: RuleRow }
    /** Rows of a failure or a rule that are not listed. */
    | { readonly kind: 'others'; readonly isFailure: boolean; readonly hidden: number }
    | { readonly kind: 'table'; readonly table: DryRunTable; readonly isOpen: boolean }
    | { readonly kind: 'row'; readonly row: StagedRow }
    | { readonly kind: 'reason'; readonly text: string }
    | { readonly kind: 'more'; readonly hidden: number }
  );

/** A row that breaks a rule of a schema. */
type RuleRow = DryRunStatement['broken'][number]['rows'][number];

type BlockPart = DryRunBlock extends infer B
  ? B extends CardBlock
    ? Omit<B, keyof CardBlock>
    : never
  : never;

const HEAD = 40;
const LINE = 32;
const ROW = 36;
/** Rows that are listed under each failure and each rule. */
const MOST_ROWS = 5;

/** The page of a dry run: its statements with what is wrong with them, then the tables. */
export function dryRunBlocks(
  { statements, tables, atCommit }: DryRunResult,
  open: ReadonlySet<string>,
): readonly DryRunBlock[] {
  const first = [
    block('summary', HEAD, { kind: 'summary' }),
    block('titles', 28, { kind: 'titles' }),
    ...statements.flatMap((statement, index) => statementBlocks(statement, index + 1)),
    ...(atCommit === null
      ? []
      : [block('commit', LINE, { kind: 'commit' }), ...causeBlocks('commit', atCommit)]),
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
    ...causeBlocks(id, statement),
    ...statement.broken.flatMap((rule, index) => ruleBlocks(`${id} rule ${index}`, rule)),
  ];
}

function causeBlocks(
  id: string,
  { causes, refused }: Pick<DryRunStatement, 'causes' | 'refused'>,
): readonly DryRunBlock[] {
  const taken = causes.filter(({ role }) => role === 'taken').slice(0, MOST_ROWS);
  const own = causes.filter(({ role }) => role !== 'taken').slice(0, MOST_ROWS);
  return [
    ...[...own, ...taken].map((cause, index) =>
      block(`${id} cause ${index}`, LINE, { kind: 'cause', cause }),
    ),
    ...othersBlock(id, true, refused - own.length),
  ];
}

function ruleBlocks(id: string, rule: DryRunStatement['broken'][number]): readonly DryRunBlock[] {
  const { object, rows, documents } = rule;
  const shown = rows.slice(0, MOST_ROWS);
  return [
    block(id, LINE, { kind: 'rule', rule }),
    ...shown.map((row, index) => block(`${id} row ${index}`, LINE, { kind: 'document', object, row })),
    ...(shown.length === 0 ? [] : othersBlock(id, false, documents - shown.length)),
  ];
}

function othersBlock(id: string, isFailure: boolean, hidden: number): readonly DryRunBlock[] {
  return hidden > 0 ? [block(`${id} others`, LINE, { kind: 'others', isFailure, hidden })] : [];
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
