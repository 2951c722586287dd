import { ChevronUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FolderEntry } from '../../../src-preload/contract/files.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './file-chooser.module.css';
import { FolderPane } from './folder-pane.tsx';
import { PathField } from './path-field.tsx';
import { PlacesPane } from './places-pane.tsx';
import { PreflightPane } from './preflight-pane.tsx';
import { useFolder } from './use-folder.ts';
import { usePreflight } from './use-preflight.ts';

export interface FileChooserProps {
  readonly client: Client;
  readonly openPaths: readonly string[];
  /** The name of a file that was dropped: it is marked where it is listed. */
  readonly wantedName: string | null;
  readonly onClose: () => void;
  readonly onOpen: (path: string, readOnly: boolean) => void;
}

/** Chooses a file in the folders that Cairn may read; each file says whether it can be opened before it is. */
export function FileChooser({ client, openPaths, wantedName, onClose, onOpen }: FileChooserProps) {
  const [showOthers, setShowOthers] = useState(false);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const { roots, folder, failure, isReading, go } = useFolder(client, showOthers);
  const selected = useMemo(
    () =>
      folder?.entries.find(({ path }) => path === chosen) ??
      folder?.entries.find(({ name }) => name === wantedName),
    [folder, chosen, wantedName],
  );
  const { preflight, milliseconds } = usePreflight(client, selected);
  const canOpen = selected !== undefined && selected.kind !== 'folder' && preflight?.error === null;

  function enter(entry: FolderEntry): void {
    if (entry.kind === 'folder') {
      go(entry.path);
      setChosen(null);
    } else if (entry.verdict !== 'error' && entry.verdict !== 'not-allowed') onOpen(entry.path, false);
    else setChosen(entry.path);
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title="Open a database"
      description={
        wantedName === null
          ? 'On the computer that runs Cairn, in the folders it may read.'
          : `The browser keeps to itself where ${wantedName} lies. Choose it here, or type its path.`
      }
      initialFocus={field}
      footer={
        <>
          <span className={styles.others}>
            <Checkbox label="Show other files" isChecked={showOthers} onChange={setShowOthers} />
          </span>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            disabled={!canOpen}
            onClick={() => selected !== undefined && onOpen(selected.path, true)}
          >
            Open read-only
          </Button>
          <Button
            size="large"
            variant="primary"
            keys="Enter"
            disabled={!canOpen}
            onClick={() => selected !== undefined && onOpen(selected.path, false)}
          >
            Open
          </Button>
        </>
      }
    >
      <div className={styles.where}>
        <IconButton
          variant="outline"
          label="Up one folder"
          disabled={folder === null || folder.parent === null}
          onClick={() => folder?.parent != null && go(folder.parent)}
        >
          <ChevronUp />
        </IconButton>
        <PathField
          client={client}
          inputRef={field}
          value={typed}
          onValueChange={setTyped}
          onSubmit={(path) => {
            const isFolder = /[\\/]$/.test(path) || roots.some((root) => root.path === path);
            if (isFolder) go(path);
            else onOpen(path, false);
          }}
        />
      </div>
      <div className={styles.body}>
        <PlacesPane
          client={client}
          roots={roots}
          current={folder?.folder ?? null}
          onFolder={(path) => {
            go(path);
            setChosen(null);
          }}
          onFile={(path) => onOpen(path, false)}
        />
        <div className={styles.main}>
          <FolderPane
            folder={folder}
            failure={failure}
            isReading={isReading}
            selected={selected?.path ?? null}
            openPaths={openPaths}
            onSelect={(entry) => setChosen(entry.path)}
            onEnter={enter}
          />
          <PreflightPane preflight={preflight} milliseconds={milliseconds} entry={selected ?? null} />
        </div>
      </div>
    </Dialog>
  );
}
