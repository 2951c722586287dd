import { FileDiff } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { attempt } from '../../lib/attempt.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { CardList, type CardListHandle } from '../../lib/changes/card-list.tsx';
import { useDocumentColumns } from '../../lib/changes/use-document-columns.ts';
import { useKeyNames } from '../../lib/changes/use-key-names.ts';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import { useFileEdits } from '../../lib/edits/use-edits.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import {
  blocksByStatement,
  blocksByTable,
  type ChangeBlock,
  changingNodes,
  nodeGroup,
  tableGroup,
} from './change-groups.ts';
import { ChangeHead, TableLine } from './change-head.tsx';
import { ChangedRow } from './changed-row.tsx';
import styles from './changes.module.css';
import { ChangesReader } from './changes-reader.ts';

export type ChangesOrder = 'table' | 'statement';

export interface TransactionChangesProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly state: TransactionState | null;
  readonly order: ChangesOrder;
  /** A node that is to be brought into sight; a new number brings it again. */
  readonly wanted: { readonly node: string; readonly serial: number } | null;
  readonly onShowRow: (object: string, row: EditRow) => void;
}

/** What the open transaction would write. */
export function TransactionChanges(props: TransactionChangesProps) {
  const { file, state } = props;
  if (state === null) {
    return (
      <EmptyState icon={<FileDiff />} title="No transaction is open">
        What one would write to {file.name} is listed here, row by row, until it is committed.
      </EmptyState>
    );
  }
  if (!state.isMine) {
    return (
      <EmptyState icon={<FileDiff />} title="Another window has the transaction">
        {state.consoleName} of that window shows what it would write.
      </EmptyState>
    );
  }
  if (stagedRows(state.counts) === 0 && state.objects.length === 0) {
    return (
      <EmptyState icon={<FileDiff />} title="Nothing was changed yet">
        Rows that statements insert, update or delete are listed here, with what triggers and foreign keys
        did.
      </EmptyState>
    );
  }
  return <Changes key={state.transaction} {...props} state={state} />;
}

/** Above so many cards, they begin folded. */
const MOST_OPEN = 20;

function Changes(props: TransactionChangesProps & { readonly state: TransactionState }) {
  const { client, file, state, order, wanted, onShowRow } = props;
  const reader = useMemo(() => new ChangesReader(client, file.id), [client, file.id]);
  const version = useSyncExternalStore(reader.subscribe, reader.version);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<CardListHandle>(null);
  const { nodes } = state;
  const revision = useRevision(state);
  const cards = order === 'table' ? state.objects.length : changingNodes(nodes).length;
  const isOpen = useCallback((group: string) => toggled.has(group) !== cards <= MOST_OPEN, [toggled, cards]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read leads to what is read next.
  useEffect(() => {
    if (revision === null) return;
    const groups = order === 'table' ? [null] : changingNodes(nodes).map(({ node }) => node.id);
    for (const node of groups) {
      if (node !== null && !isOpen(nodeGroup(node))) continue;
      reader.wantTables(node, revision);
      const tables = reader.tables(node);
      if (!Array.isArray(tables)) continue;
      for (const { object, reason } of tables) {
        const group = tableGroup(node, object);
        if (reason !== null || (node === null && !isOpen(group))) continue;
        reader.wantRows(node, object, whole.has(group), revision);
      }
    }
  }, [reader, version, revision, order, nodes, isOpen, whole]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the reader holds what `version` counts.
  const blocks = useMemo(() => {
    const source = {
      tables: (node: string | null) => reader.tables(node),
      rows: (node: string | null, object: string) => reader.rows(node, object),
      isOpen,
      isWhole: (group: string) => whole.has(group),
    };
    return order === 'table' ? blocksByTable(source) : blocksByStatement(source, nodes);
  }, [reader, version, order, nodes, isOpen, whole]);

  const shown =
    wanted === null || order === 'table' ? -1 : blocks.findIndex(({ id }) => id === nodeGroup(wanted.node));
  // biome-ignore lint/correctness/useExhaustiveDependencies: brought into sight once for each wish.
  useEffect(() => {
    if (shown < 0 || wanted === null) return;
    const group = nodeGroup(wanted.node);
    if (!isOpen(group)) setToggled((before) => withToggled(before, group));
    list.current?.reveal(shown);
  }, [wanted, shown < 0]);

  const edits = useFileEdits(client, file.id);
  const nameText = JSON.stringify(state.objects.map(({ object }) => object));
  const names = useMemo(() => JSON.parse(nameText) as readonly string[], [nameText]);
  const keyNamesOf = useKeyNames(edits, names);
  const documentColumnOf = useDocumentColumns(edits, nameText);
  const revert = useCallback(
    (object: string, key: RowKey) =>
      void attempt(() => client.transactions.revert({ file: file.id, object, key: [...key] })),
    [client, file.id],
  );
  const canRevert = order === 'table' && !state.isRunning;

  function draw(block: ChangeBlock) {
    switch (block.kind) {
      case 'head':
        return (
          <ChangeHead
            of={block.of}
            isOpen={block.isOpen}
            onToggle={() => setToggled((before) => withToggled(before, block.group))}
          />
        );
      case 'table':
        return <TableLine table={block.table} />;
      case 'row':
        return (
          <ChangedRow
            row={block.row}
            keyNames={keyNamesOf(block.row.object)}
            documentColumn={documentColumnOf(block.row.object)}
            onRevert={canRevert ? revert : null}
            onShowRow={onShowRow}
          />
        );
      case 'reason':
        return <p className={styles.reason}>{block.text}</p>;
      case 'failed':
        return (
          <p className={styles.failed} role="alert">
            {block.failure.message} {block.failure.hint}
          </p>
        );
      case 'wait':
        return (
          <p className={styles.more}>
            <Skeleton width="40%" label="Reading the rows" />
          </p>
        );
      case 'more':
        return (
          <p className={styles.more}>
            <span>
              {formatCount(block.hidden)} more {block.hidden === 1 ? 'row' : 'rows'}
            </span>
            {block.canShow && (
              <Button size="small" onClick={() => setWhole((before) => withToggled(before, block.rows))}>
                Show all
              </Button>
            )}
          </p>
        );
    }
  }
  return (
    <CardList label={`Changes of the transaction on ${file.name}`} blocks={blocks} handle={list}>
      {draw}
    </CardList>
  );
}

/** A text that changes with what the transaction has changed; the last one while a statement runs. */
function useRevision({ isRunning, nodes, objects }: TransactionState): string | null {
  const last = useRef<string | null>(null);
  const undone = nodes.reduce((sum, { isUndone }) => sum + (isUndone ? 1 : 0), 0);
  if (!isRunning) last.current = JSON.stringify([nodes.length, undone, objects]);
  return last.current;
}

function withToggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(names);
  if (!next.delete(name)) next.add(name);
  return next;
}
