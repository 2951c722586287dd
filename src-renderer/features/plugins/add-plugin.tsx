import type { Client } from '../../../src-preload/client.ts';
import { copyText } from '../../lib/copy-text.ts';
import { toFailure } from '../../lib/failure.ts';
import { useShellInfo } from '../../lib/use-shell-info.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './add-plugin.module.css';

export interface AddPluginProps {
  readonly client: Client;
  readonly folder: string;
  /** Looks into the folder again. */
  readonly onRescan: () => void;
  readonly onClose: () => void;
}

/** Says where plugins of the user's own lie. Only who may write there can add one: the page itself cannot. */
export function AddPlugin({ client, folder, onRescan, onClose }: AddPluginProps) {
  const info = useShellInfo(client);
  const reveal = () =>
    void client.shell
      .reveal({ path: folder })
      .catch((error: unknown) => showToast({ kind: 'error', title: toFailure(error).message }));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a plugin"
      description="Put a module whose default export is a plugin into this folder: a .js or .mjs file, or .ts without a build."
      footer={
        <>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            variant="primary"
            onClick={() => {
              onRescan();
              onClose();
            }}
          >
            Look again
          </Button>
        </>
      }
    >
      <div className={styles.folder}>
        <code className={styles.path}>{folder}</code>
        <Button size="small" onClick={() => void copyText(folder, 'Folder copied')}>
          Copy
        </Button>
        {info?.capabilities.revealInFolder === true && (
          <Button size="small" onClick={reveal}>
            Show in folder
          </Button>
        )}
      </div>
      <Note kind="warning">
        A plugin is a program that runs as you: it can read, change and send whatever you can. Cairn does not
        check it. Add only what you wrote or trust.
      </Note>
    </Dialog>
  );
}
