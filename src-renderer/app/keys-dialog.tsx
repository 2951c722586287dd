import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { type Command, keysOf } from './commands.ts';
import styles from './keys-dialog.module.css';

export interface KeysDialogProps {
  readonly isOpen: boolean;
  readonly commands: readonly Command[];
  readonly reserved: readonly string[];
  readonly onClose: () => void;
}

/** Every command that has a key, with the key in this shell. */
export function KeysDialog({ isOpen, commands, reserved, onClose }: KeysDialogProps) {
  const rows = commands.flatMap((command) => {
    const keys = keysOf(command, reserved);
    // The nine keys of the first nine tabs are one line.
    if (keys === undefined || /^tab\.[2-9]$/.test(command.id)) return [];
    return command.id === 'tab.1'
      ? [{ id: command.id, label: 'That tab', keys: keys.replace('1', '1…9') }]
      : [{ id: command.id, label: command.label, keys }];
  });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="All keys"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <dl className={styles.list}>
        {rows.map(({ id, label, keys }) => (
          <div key={id} className={styles.row}>
            <dt>{label}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
