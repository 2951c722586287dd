import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { TransactionState } from '../../src-preload/contract/transactions.ts';
import { StagedPill } from '../features/staging/staged-pill.tsx';
import { EditsStore } from '../lib/edits/edits-store.ts';
import { useFileTransaction } from '../lib/transactions/use-transactions.ts';
import { FileCommitMessage, FileStaging, type FileStagingProps } from './file-staging.tsx';
import { TransactionCommands, TransactionMessage, TransactionPill, TransactionViewNote } from './parts.ts';
import type { Tab } from './tab.ts';
import { useCommitToasts } from './use-commit-toasts.ts';
import { useLostToasts } from './use-lost-toasts.ts';
import type { ShowPage } from './use-staged-pages.ts';

export interface PillsProps {
  readonly client: Client;
  readonly files: readonly OpenFileInfo[];
  readonly active: string | undefined;
  readonly onShow: (state: TransactionState) => void;
  readonly onPage: ShowPage;
}

/** What the title bar tells of all files: what is staged, and an open transaction; toasts say how one has ended. */
export function Pills({ client, files, active, onShow, onPage }: PillsProps) {
  useLostToasts(client, files, active);
  useCommitToasts(client, files, onPage);
  return (
    <>
      <TransactionPill client={client} files={files} active={active} onShow={onShow} />
      <StagedPill store={EditsStore.of(client)} />
    </>
  );
}

export interface FileMessagesProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** The tab that is shown. */
  readonly tab: Tab | undefined;
  readonly onShow: (state: TransactionState) => void;
}

/** What is to be said of the last commit of a file, and of its transaction. */
export function FileMessages({ client, file, tab, onShow }: FileMessagesProps) {
  const { state, waiting, lost } = useFileTransaction(client, file.id);
  const object = tab?.kind === 'object' ? tab.object : null;
  return (
    <>
      {tab?.kind !== 'changes' && <FileCommitMessage store={EditsStore.of(client)} file={file} />}
      {(state !== null || waiting !== null || lost !== null) && (
        <TransactionMessage key={file.id} client={client} file={file} />
      )}
      {state !== null && object !== null && (
        <TransactionViewNote
          client={client}
          file={file}
          object={object.name}
          isView={object.kind === 'view'}
          onShow={onShow}
        />
      )}
    </>
  );
}

/** Below the tabs: what is staged of the file that is shown, and the commands of its transaction. */
export function FileFoot(props: FileStagingProps) {
  const { client, file, tab } = props;
  const console = tab?.kind === 'console' ? tab.console : null;
  return (
    <>
      <FileStaging {...props} />
      <TransactionCommands key={file.id} client={client} file={file} console={console} />
    </>
  );
}
