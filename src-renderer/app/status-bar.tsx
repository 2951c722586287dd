import { Suspense } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { TransactionStatus } from '../features/transactions/transaction-status.tsx';
import { PlainButton } from '../ui/plain-button.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { DetailsPopover } from './parts.ts';
import type { Status } from './status.ts';
import styles from './status-bar.module.css';

export interface StatusBarProps {
  readonly client: Client;
  readonly status: Status;
  readonly file: OpenFileInfo | undefined;
  readonly version: string | null;
}

const readModeWords = { normal: null, immutable: 'left untouched', 'private-copy': 'private copy' } as const;

/** The line at the bottom: what is shown at the left, how its file is read at the right. */
export function StatusBar({ client, status, file, version }: StatusBarProps) {
  return (
    <footer className={styles.bar}>
      <div className={styles.part} role="status">
        {file !== undefined && <TransactionStatus client={client} file={file.id} className={styles.item} />}
        {status.left.map((text) => (
          <span key={text} className={styles.item}>
            {text}
          </span>
        ))}
      </div>
      <span className={styles.grow} />
      <div className={styles.part}>
        {status.right?.map((text) => (
          <span key={text} className={styles.item}>
            {text}
          </span>
        ))}
        {file !== undefined ? (
          <Details file={file} />
        ) : (
          version !== null && <span className={styles.item}>Cairn {version}</span>
        )}
      </div>
    </footer>
  );
}

/** The button is there at once; what it opens comes when it is loaded. */
function Details({ file }: { readonly file: OpenFileInfo }) {
  const trigger = (
    <PlainButton className={styles.file} title="File details">
      <VisuallyHidden>File details</VisuallyHidden>
      {fileWords(file).map((text) => (
        <span key={text} className={styles.item}>
          {text}
        </span>
      ))}
    </PlainButton>
  );
  return (
    <Suspense fallback={trigger}>
      <DetailsPopover file={file} trigger={trigger} />
    </Suspense>
  );
}

function fileWords(file: OpenFileInfo): readonly string[] {
  const mode = readModeWords[file.readMode];
  const words = [`SQLite ${file.sqliteVersion}`, file.journalMode.toUpperCase(), file.encoding];
  return mode === null ? words : [mode, ...words];
}
