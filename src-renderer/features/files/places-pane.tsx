import { Database, Folder } from 'lucide-react';
import type { Client } from '../../../src-preload/client.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './places-pane.module.css';
import { useRecents } from './use-recents.ts';

export interface PlacesPaneProps {
  readonly client: Client;
  readonly roots: readonly { readonly path: string; readonly display: string }[];
  readonly current: string | null;
  readonly onFolder: (path: string) => void;
  readonly onFile: (path: string) => void;
}

const SHOWN_RECENTS = 6;

/** The allowed folders and the recent files, at the left of the file chooser. */
export function PlacesPane({ client, roots, current, onFolder, onFile }: PlacesPaneProps) {
  const { recents } = useRecents(client);
  const files = (recents ?? []).filter((file) => file.exists).slice(0, SHOWN_RECENTS);
  return (
    <nav className={styles.pane} aria-label="Places">
      <h3 className={styles.heading}>Allowed folders</h3>
      {roots.map((root) => (
        <PlainButton
          key={root.path}
          className={styles.place}
          aria-current={root.path === current ? 'location' : undefined}
          title={root.path}
          onClick={() => onFolder(root.path)}
        >
          <Folder />
          <span className={styles.path}>{root.display}</span>
        </PlainButton>
      ))}
      {files.length > 0 && <h3 className={styles.heading}>Recent</h3>}
      {files.map((file) => (
        <PlainButton
          key={file.path}
          className={styles.place}
          title={file.path}
          onClick={() => onFile(file.path)}
        >
          <Database />
          <span className={styles.name}>{file.name}</span>
        </PlainButton>
      ))}
      <p className={styles.hint}>
        Other folders are added where Cairn is started: name them on the command line, as in{' '}
        <code>cairn serve FOLDER</code>.
      </p>
    </nav>
  );
}
