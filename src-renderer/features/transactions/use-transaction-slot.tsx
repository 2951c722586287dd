import { Copy, X } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { attempt } from '../../lib/attempt.ts';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { copyText } from '../../lib/copy-text.ts';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { type ChangesOrder, TransactionChanges } from './transaction-changes.tsx';
import { TransactionPane } from './transaction-pane.tsx';

export interface TransactionSlotOptions {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly console: string;
  readonly onShowRow: (object: string, row: EditRow) => void;
  /** Shows the tab of changes. */
  readonly onShowChanges: () => void;
  /** Closes the pane. */
  readonly onClose: () => void;
}

/** The open transaction as a console shows it: the timeline at its right, and what would be written as a tab. */
export interface TransactionParts {
  readonly isOpen: boolean;
  readonly pane: ReactNode;
  readonly changes: {
    readonly note: string | null;
    readonly actions: ReactNode;
    readonly content: ReactNode;
    readonly status: readonly string[];
  };
}

const orders = [
  { value: 'table', label: 'By table' },
  { value: 'statement', label: 'By statement' },
] as const;

/** The parts of the page of a console that tell of the transaction of its file. */
export function useTransactionSlot(options: TransactionSlotOptions): TransactionParts {
  const { client, file, console, onShowRow, onShowChanges, onClose } = options;
  // Where it floats, it covers the button that closes it.
  const isFloating = useMediaQuery('(max-width: 1199px)');
  const { state } = useFileTransaction(client, file.id);
  const [order, setOrder] = useState<ChangesOrder>('table');
  const [wanted, setWanted] = useState<{ readonly node: string; readonly serial: number } | null>(null);
  const show = useCallback(
    (node: string | null) => {
      if (node !== null) {
        setOrder('statement');
        setWanted((before) => ({ node, serial: (before?.serial ?? 0) + 1 }));
      }
      onShowChanges();
    },
    [onShowChanges],
  );
  const copy = () =>
    attempt(async () => {
      const { sql } = await client.transactions.sql({ file: file.id });
      await copyText(sql, 'SQL copied');
    });
  const count = state?.isMine === true ? stagedRows(state.counts) : 0;
  return {
    isOpen: state !== null,
    pane: (
      <TransactionPane
        client={client}
        file={file}
        console={console}
        onShowChanges={show}
        close={
          isFloating && (
            <IconButton label="Close the pane" onClick={onClose}>
              <X />
            </IconButton>
          )
        }
      />
    ),
    changes: {
      note: count === 0 ? null : formatCount(count),
      actions: count > 0 && (
        <>
          <SegmentedControl label="Group by" segments={orders} value={order} onChange={setOrder} />
          <Button variant="ghost" icon={<Copy />} onClick={() => void copy()}>
            Copy as SQL
          </Button>
        </>
      ),
      content: (
        <TransactionChanges
          client={client}
          file={file}
          state={state}
          order={order}
          wanted={wanted}
          onShowRow={onShowRow}
        />
      ),
      status:
        count === 0 || state === null
          ? []
          : [`${countOf(count, 'row')} in ${countOf(state.objects.length, 'table')}`],
    },
  };
}
