import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import styles from './file-details.module.css';

export interface FileDetailsProps {
  readonly file: OpenFileInfo;
}

const readModes = {
  normal: 'in place, read-only',
  immutable: 'in place, as a file that nobody changes',
  'private-copy': 'from a private copy',
} as const;

/** How a file is read and why, with what its header says. */
export function FileDetails({ file }: FileDetailsProps) {
  return (
    <dl className={styles.list}>
      <dt>Path</dt>
      <dd className={styles.data}>{file.path}</dd>
      <dt>Size</dt>
      <dd>{formatByteSize(file.size)}</dd>
      <dt>Read</dt>
      <dd>
        {readModes[file.readMode]}
        <Reason text={file.readModeReason} />
      </dd>
      {file.readOnlyReason !== null && (
        <>
          <dt>Read-only</dt>
          <dd>{file.readOnlyReason}</dd>
        </>
      )}
      <dt>Driver</dt>
      <dd>
        {file.driver}, SQLite {file.sqliteVersion}
        <Reason text={file.driverReason} />
      </dd>
      <dt>Journal mode</dt>
      <dd>{file.journalMode}</dd>
      <dt>Page size</dt>
      <dd>{formatByteSize(file.pageSize)}</dd>
      <dt>Encoding</dt>
      <dd>{file.encoding}</dd>
      <dt>Foreign keys</dt>
      <dd>{file.foreignKeys ? 'enforced by its writer' : 'not enforced by its writer'}</dd>
    </dl>
  );
}

function Reason({ text }: { readonly text: string | null }) {
  return text === null ? null : <p className={styles.reason}>{text}</p>;
}
