import type { EditCounts, StagedRow } from '../../../src-preload/contract/edits.ts';
import type { TableChanges } from '../../../src-preload/contract/queries.ts';
import type { TimelineNode } from '../../../src-preload/contract/transactions.ts';
import type { CardBlock } from '../../lib/changes/card-list.tsx';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import { rowIdentity } from '../../lib/edits/row-identity.ts';
import type { Failure } from '../../lib/failure.ts';

/** Above so many rows, a table shows only the first. */
export const MOST_ROWS = 200;
const FIRST_ROWS = 50;
/** The most that is ever asked for. */
export const ALL_ROWS = 1000;

/** What was read, or why it could not be; undefined: it is being read. */
export type Read<T> = T | Failure | undefined;

export interface ReadRows {
  readonly rows: readonly StagedRow[];
  readonly total: number;
}

/** A block of the page of changes. */
export type ChangeBlock = CardBlock &
  (
    | { readonly kind: 'head'; readonly group: string; readonly isOpen: boolean; readonly of: HeadSubject }
    | { readonly kind: 'table'; readonly table: TableChanges }
    | { readonly kind: 'row'; readonly row: StagedRow }
    | { readonly kind: 'reason'; readonly text: string }
    | { readonly kind: 'failed'; readonly failure: Failure }
    | { readonly kind: 'wait' }
    | { readonly kind: 'more'; readonly rows: string; readonly hidden: number; readonly canShow: boolean }
  );

/** What the head of a card names. */
export type HeadSubject =
  | { readonly kind: 'table'; readonly table: TableChanges }
  | { readonly kind: 'node'; readonly node: TimelineNode; readonly counts: EditCounts };

export interface ChangeSource {
  /** Tables that a node changed; null: that the whole transaction did. */
  readonly tables: (node: string | null) => Read<readonly TableChanges[]>;
  readonly rows: (node: string | null, object: string) => Read<ReadRows>;
  readonly isOpen: (group: string) => boolean;
  /** Whether all rows of a table are shown. */
  readonly isWhole: (rows: string) => boolean;
}

const LINE = 36;

/** The page by table: a card for each. */
export function blocksByTable(source: ChangeSource): readonly ChangeBlock[] {
  const tables = source.tables(null);
  if (!isTables(tables)) return [waitOrFailure('all', tables)];
  return tables.flatMap((table) => {
    const group = tableGroup(null, table.object);
    const isOpen = source.isOpen(group);
    const head = headBlock(group, isOpen, { kind: 'table', table });
    return isOpen ? card([head, ...rowBlocks(source, null, table)]) : card([head]);
  });
}

/** The page by statement: a card for each that changed rows, with its tables. */
export function blocksByStatement(
  source: ChangeSource,
  nodes: readonly TimelineNode[],
): readonly ChangeBlock[] {
  return changingNodes(nodes).flatMap(({ node, counts }) => {
    const group = nodeGroup(node.id);
    const isOpen = source.isOpen(group);
    const head = headBlock(group, isOpen, { kind: 'node', node, counts });
    if (!isOpen) return card([head]);
    const tables = source.tables(node.id);
    if (!isTables(tables)) return card([head, waitOrFailure(group, tables)]);
    const rows = tables.flatMap((table) => [
      block(`${group} ${table.object}`, LINE, { kind: 'table', table }),
      ...rowBlocks(source, node.id, table),
    ]);
    return card([head, ...rows]);
  });
}

/** Nodes that stand and changed rows. */
export function changingNodes(
  nodes: readonly TimelineNode[],
): readonly { readonly node: TimelineNode; readonly counts: EditCounts }[] {
  return nodes.flatMap((node) => {
    const { counts, isUndone, error } = node;
    return counts === null || isUndone || error !== null || stagedRows(counts) === 0
      ? []
      : [{ node, counts }];
  });
}

export function nodeGroup(node: string): string {
  return `node ${node}`;
}

export function tableGroup(node: string | null, object: string): string {
  return `rows ${JSON.stringify([node, object])}`;
}

function isTables(read: Read<readonly TableChanges[]>): read is readonly TableChanges[] {
  return Array.isArray(read);
}

function rowBlocks(source: ChangeSource, node: string | null, table: TableChanges): readonly ChangeBlock[] {
  const { object, reason } = table;
  const rows = tableGroup(node, object);
  if (reason !== null) return [block(`${rows} reason`, LINE, { kind: 'reason', text: reason })];
  const read = source.rows(node, object);
  if (read === undefined || 'code' in read) return [waitOrFailure(rows, read)];
  const isShort = read.total > MOST_ROWS && !source.isWhole(rows);
  const shown = isShort ? read.rows.slice(0, FIRST_ROWS) : read.rows;
  const blocks = shown.map((row) =>
    block(`${rows} ${rowIdentity(row.row)}`, rowHeight(row), { kind: 'row', row }),
  );
  const hidden = read.total - shown.length;
  if (hidden === 0) return blocks;
  return [...blocks, block(`${rows} more`, LINE, { kind: 'more', rows, hidden, canShow: isShort })];
}

function waitOrFailure(id: string, read: Failure | undefined): ChangeBlock {
  return read === undefined
    ? block(`${id} wait`, LINE, { kind: 'wait' })
    : block(`${id} failed`, LINE, { kind: 'failed', failure: read });
}

function headBlock(group: string, isOpen: boolean, of: HeadSubject): ChangeBlock {
  return block(group, LINE, { kind: 'head', group, isOpen, of });
}

type BlockPart = ChangeBlock extends infer B
  ? B extends CardBlock
    ? Omit<B, keyof CardBlock>
    : never
  : never;

function block(id: string, height: number, part: BlockPart): ChangeBlock {
  return { id, height, isFirst: false, isLast: false, ...part };
}

function card(blocks: readonly ChangeBlock[]): readonly ChangeBlock[] {
  return blocks.map((one, index) => ({ ...one, isFirst: index === 0, isLast: index === blocks.length - 1 }));
}

/** Lines are a pixel apart, and the last one has none below. */
function rowHeight({ kind, cells }: StagedRow): number {
  if (kind !== 'update') return LINE;
  const lines = cells.reduce((sum, { changes }) => sum + Math.max(1, changes?.length ?? 1), 0);
  return Math.max(LINE, lines * LINE - 1);
}
