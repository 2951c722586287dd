import { Database, Download, Folder, Search } from 'lucide-react';
import { useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { RecentFile } from '../../../src-preload/contract/files.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Mark } from '../../ui/mark.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PathField } from './path-field.tsx';
import { RecentFiles } from './recent-files.tsx';
import { useRecents } from './use-recents.ts';
import styles from './welcome.module.css';

export interface WelcomeProps {
  readonly client: Client;
  /** Commands worth knowing, with their keys in this shell. */
  readonly keys: readonly { readonly label: string; readonly keys: string }[];
  readonly openKeys: string | undefined;
  /** A file is dragged over the window. */
  readonly isDropTarget: boolean;
  /** A path that is typed can be opened: not where only what the user names to the system itself may be. */
  readonly hasPathField: boolean;
  readonly onOpenPath: (path: string) => void;
  readonly onChoose: () => void;
  readonly onOpenSample: () => void;
}

/** What is shown while no file is open. */
export function Welcome(props: WelcomeProps) {
  const { client, onOpenPath, onChoose } = props;
  const [path, setPath] = useState('');
  const { recents, forget } = useRecents(client);
  return (
    <div className={styles.page}>
      <div className={styles.start}>
        <div>
          <Mark size={40} />
          <h1 className={styles.title}>Open a database</h1>
          <p className={styles.intro}>
            Look inside SQLite files and document collections. Nothing on disk is changed.
          </p>
        </div>
        <div className={styles.actions}>
          <Button
            variant="primary"
            size="large"
            isWide
            icon={<Folder />}
            keys={props.openKeys}
            onClick={onChoose}
          >
            Open a file
          </Button>
          <Button size="large" isWide icon={<Database />} note="Music store" onClick={props.onOpenSample}>
            Open the sample
          </Button>
          {props.hasPathField && (
            <PathField client={client} value={path} onValueChange={setPath} onSubmit={onOpenPath} />
          )}
        </div>
        <div>
          <h2 className={styles.heading}>Keyboard</h2>
          <dl className={styles.keys}>
            {props.keys.map(({ label, keys }) => (
              <div key={label} className={styles.keyRow}>
                <dt>{label}</dt>
                <dd>
                  <Kbd keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
      <div className={styles.side}>
        <Recents recents={recents} onForget={forget} welcome={props} />
        <div className={classNames(styles.drop, props.isDropTarget && styles.over)}>
          <Download />
          <span>
            Drop a <code>.sqlite</code>, <code>.db</code> or <code>.gpkg</code> file here
          </span>
        </div>
      </div>
    </div>
  );
}

interface RecentsProps {
  readonly recents: readonly RecentFile[] | null;
  readonly onForget: (path: string) => void;
  readonly welcome: WelcomeProps;
}

function Recents({ recents, onForget, welcome }: RecentsProps) {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLocaleLowerCase();
  const found = (recents ?? []).filter((file) => file.path.toLocaleLowerCase().includes(wanted));
  return (
    <section className={styles.recents} aria-label="Recent">
      <div className={styles.recentsHead}>
        <h2 className={styles.subtitle}>Recent</h2>
        {(recents?.length ?? 0) > 0 && (
          <TextField
            className={styles.filter}
            isQuiet
            label="Filter recent files"
            placeholder="Filter"
            icon={<Search />}
            value={filter}
            onValueChange={setFilter}
            onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          />
        )}
      </div>
      {found.length > 0 && (
        <RecentFiles
          recents={found}
          now={Date.now()}
          onOpen={welcome.onOpenPath}
          onLocate={welcome.onChoose}
          onForget={onForget}
        />
      )}
      {recents !== null && found.length === 0 && (
        <div className={styles.none}>
          <EmptyState title={wanted === '' ? 'No file opened yet' : 'No file matches'} isFilling={false}>
            {wanted === '' ? 'Files that you open are listed here.' : <code>{filter}</code>}
          </EmptyState>
        </div>
      )}
    </section>
  );
}
