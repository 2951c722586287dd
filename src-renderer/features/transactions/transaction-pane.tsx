import { Ellipsis, Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { TimelineNode, TransactionState } from '../../../src-preload/contract/transactions.ts';
import { useCommands } from '../../lib/commands/command-context.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import { durationWords } from '../../lib/transactions/transaction-words.ts';
import { TransactionsStore } from '../../lib/transactions/transactions-store.ts';
import { useNow } from '../../lib/transactions/use-now.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { CountMarks } from './count-marks.tsx';
import { Timeline } from './timeline.tsx';
import styles from './transaction-pane.module.css';
import { type TransactionSteps, useTransactionSteps } from './use-transaction-steps.ts';

export interface TransactionPaneProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** The console that would begin a transaction here. */
  readonly console: string;
  /** Shows what a node of the timeline changed; null: what all of them did. */
  readonly onShowChanges: (node: string | null) => void;
  /** Closes the pane, where it can be closed. */
  readonly close?: ReactNode;
}

/** The open transaction of a file, step by step, with the ways back; else how one is begun. */
export function TransactionPane(props: TransactionPaneProps) {
  const { client, file, console, close } = props;
  const { state, waiting } = useFileTransaction(client, file.id);
  if (state !== null) return <OpenTransaction {...props} state={state} />;
  const isWaiting = waiting !== null && waiting.failure === null;
  return (
    <section className={styles.pane} aria-label="Transaction">
      <header className={styles.head}>
        <h2 className={styles.title}>Transaction</h2>
        {close}
      </header>
      <EmptyState
        icon={<Flag />}
        title="No transaction is open"
        actions={
          <Button
            variant="primary"
            disabled={isWaiting || file.readOnlyReason !== null}
            onClick={() => void TransactionsStore.of(client).begin(file.id, console)}
          >
            {isWaiting ? 'Waiting' : 'Begin'}
          </Button>
        }
      >
        {file.readOnlyReason === null
          ? 'What runs inside one is written when you commit, and can be taken back until then. Other programs cannot write meanwhile.'
          : `${file.name} cannot be written: ${file.readOnlyReason}`}
      </EmptyState>
    </section>
  );
}

function OpenTransaction(props: TransactionPaneProps & { readonly state: TransactionState }) {
  const { client, file, state, onShowChanges, close } = props;
  const { center, keys } = useCommands();
  const steps = useTransactionSteps(client, file);
  const canAct = state.isMine && !state.isRunning;
  const addSavepoint = () => void center.run('transaction.savepoint');
  const show = (node: TimelineNode) => onShowChanges(node.id);
  return (
    <section className={styles.pane} aria-label="Open transaction">
      <header className={styles.head}>
        <Flag aria-hidden="true" className={styles.flag} />
        <h2 className={styles.title}>Transaction</h2>
        <Age since={state.begunAt} />
        <span className={styles.grow} />
        <span className={styles.chip}>IMMEDIATE</span>
        <Menu
          align="end"
          trigger={
            <IconButton label="Transaction menu" hasTooltip={false}>
              <Ellipsis />
            </IconButton>
          }
          entries={paneEntries(props, steps, addSavepoint)}
        />
        {close}
      </header>
      <Timeline
        key={state.transaction}
        nodes={state.nodes}
        onRollBackTo={canAct ? steps.rollBackTo : null}
        onAddSavepoint={canAct ? addSavepoint : null}
        savepointKeys={keys.keysOf('transaction.savepoint')[0]}
        entriesOf={(node) => nodeEntries(node, canAct, steps, show)}
      />
      {state.isMine ? (
        <footer className={styles.foot}>
          <span className={styles.counts}>
            {stagedRows(state.counts) === 0 ? (
              <span className={styles.quiet}>Nothing changed yet</span>
            ) : (
              <CountMarks counts={state.counts} isShort />
            )}
          </span>
          <Button disabled={!canAct} onClick={() => void steps.rollBack()}>
            Roll back
          </Button>
          <Button variant="primary" disabled={!canAct} onClick={() => void steps.commit()}>
            Commit
          </Button>
        </footer>
      ) : (
        <footer className={styles.foot}>
          <span className={styles.quiet}>{state.consoleName} of another window has begun it.</span>
        </footer>
      )}
    </section>
  );
}

function Age({ since }: { readonly since: number }) {
  const now = useNow(true);
  return <span className={styles.age}>{durationWords(now - since)}</span>;
}

function paneEntries(
  { client, file, state, onShowChanges }: TransactionPaneProps & { readonly state: TransactionState },
  steps: TransactionSteps,
  addSavepoint: () => void,
): readonly MenuEntry[] {
  const isOff = !state.isMine || state.isRunning;
  const left = durationWords(state.endsAt - Date.now());
  return [
    { label: 'Add savepoint…', isDisabled: isOff, onSelect: addSavepoint },
    { label: 'Show changes', onSelect: () => onShowChanges(null) },
    {
      label: 'Copy changes as SQL',
      isDisabled: stagedRows(state.counts) === 0,
      onSelect: () =>
        void client.transactions.sql({ file: file.id }).then(({ sql }) => copyText(sql, 'SQL copied')),
    },
    { kind: 'separator' },
    {
      label: `Keep it open longer (${left} left)`,
      isDisabled: !state.isMine,
      onSelect: () => void steps.prolong(),
    },
    { kind: 'separator' },
    { label: 'Roll back', isDisabled: isOff, onSelect: () => void steps.rollBack() },
    { label: 'Commit', isDisabled: isOff, onSelect: () => void steps.commit() },
  ];
}

function nodeEntries(
  node: TimelineNode,
  canAct: boolean,
  steps: TransactionSteps,
  show: (node: TimelineNode) => void,
): readonly MenuEntry[] {
  if (node.kind === 'savepoint') {
    const isOff = !canAct || node.isUndone || node.isReleased;
    return [
      { label: 'Roll back to here', isDisabled: isOff, onSelect: () => void steps.rollBackTo(node.id) },
      {
        label: 'Release savepoint',
        isDisabled: isOff,
        onSelect: () => void steps.release(node.id),
      },
    ];
  }
  const hasChanges = node.counts !== null && stagedRows(node.counts) > 0;
  return [
    {
      label: 'Show what it changed',
      isDisabled: !hasChanges || node.isUndone,
      onSelect: () => show(node),
    },
    {
      label: 'Copy statement',
      isDisabled: node.sql === '',
      onSelect: () => void copyText(node.sql, 'Statement copied'),
    },
  ];
}
