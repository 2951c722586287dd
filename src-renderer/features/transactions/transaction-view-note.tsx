import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { countWords, stagedRows } from '../../lib/edits/edit-counts.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { Button } from '../../ui/button.tsx';
import { MessageBar } from '../../ui/message-bar.tsx';

export interface TransactionViewNoteProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** The object that is shown; null: the file as a whole. */
  readonly object: string | null;
  /** Its rows are those of other tables. */
  readonly isView: boolean;
  readonly onShow: (state: TransactionState) => void;
}

/** Says that what is shown of a file is the view of its open transaction, and not yet what others see. */
export function TransactionViewNote({ client, file, object, isView, onShow }: TransactionViewNoteProps) {
  const { state } = useFileTransaction(client, file.id);
  if (state === null) return null;
  return (
    <MessageBar kind="pending" actions={<Button onClick={() => onShow(state)}>Show transaction</Button>}>
      {noteWords(state, object, isView)}
    </MessageBar>
  );
}

/** What the note says, of an object or of the whole file. */
export function noteWords(
  { isMine, consoleName, objects, counts }: TransactionState,
  object: string | null,
  isView = false,
): string {
  if (!isMine)
    return `${consoleName} of another window has a transaction open. What it changed is not shown here.`;
  const own = object === null ? counts : objects.find((other) => other.object === object)?.counts;
  if (isView)
    return `This is the view of the open transaction of ${consoleName}: its rows come from the tables as the transaction has changed them.`;
  const what =
    own === undefined || stagedRows(own) === 0
      ? 'it has changed nothing here'
      : `${countWords(own)} here, not yet committed`;
  return `This is the view of the open transaction of ${consoleName}: ${what}.`;
}
