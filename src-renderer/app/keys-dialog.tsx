import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import { useCommands } from '../lib/commands/command-context.tsx';
import { mapName } from '../lib/commands/map-name.ts';
import { useShellInfo } from '../lib/use-shell-info.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { MapChip } from '../ui/map-chip.tsx';
import { TextField } from '../ui/text-field.tsx';
import { keyLines } from './key-lines.ts';
import styles from './keys-dialog.module.css';

export interface KeysDialogProps {
  readonly client: Client;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** Every command and widget that has a key, by group, with the keys in force. */
export function KeysDialog({ client, onClose, onChange }: KeysDialogProps) {
  const { keys } = useCommands();
  const info = useShellInfo(client);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const groups = keyLines(keys, text);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="widest"
      title="All keys"
      initialFocus={field}
      actions={
        <>
          <span className={styles.find}>
            <TextField
              ref={field}
              label="Command or key"
              placeholder="Command or key"
              icon={<Search />}
              value={text}
              onValueChange={setText}
            />
          </span>
          {info !== null && <MapChip name={mapName(info.platform, info.capabilities.shell)} />}
        </>
      }
      footer={
        <>
          <span className={styles.note}>
            Menus, tooltips and the palette show the same keys. <Kbd keys="Escape" /> cancels what floats,
            then stops what runs.
          </span>
          <Button onClick={onChange}>Change keys…</Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className={styles.groups} aria-label="Keys by group" tabIndex={0}>
        <div className={styles.columns}>
          {groups.map(({ group, lines }) => (
            <section key={group} className={styles.group}>
              <h3 className={styles.heading}>{group}</h3>
              <dl>
                {lines.map((line) => (
                  <div key={line.id} className={styles.row}>
                    <dt>{line.label}</dt>
                    <dd className={styles.keys}>
                      {line.keys.map((chord) => (
                        <Kbd key={chord} keys={chord} isSpoken />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        {groups.length === 0 && <p className={styles.none}>No command or key matches {text}</p>}
      </section>
    </Dialog>
  );
}
