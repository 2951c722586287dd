import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import { useCommands } from '../lib/commands/command-context.tsx';
import type { CommandGroup } from '../lib/commands/command-spec.ts';
import { commandSpecs } from '../lib/commands/command-specs.ts';
import { keysMatch } from '../lib/commands/keys-match.ts';
import { mapName } from '../lib/commands/map-name.ts';
import { useShellInfo } from '../lib/use-shell-info.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './keys-dialog.module.css';

export interface KeysDialogProps {
  readonly client: Client;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

interface Line {
  readonly id: string;
  readonly label: string;
  readonly keys: readonly string[];
}

/** Every command and widget that has a key, by group, with the keys in force. */
export function KeysDialog({ client, onClose, onChange }: KeysDialogProps) {
  const { keys } = useCommands();
  const info = useShellInfo(client);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const groups = new Map<CommandGroup, Line[]>();
  for (const { id, label, group } of commandSpecs) {
    const own = keys.keysOf(id);
    // The nine keys of the first nine tabs are one line, unless one was changed.
    const isOneOfNine = /^tab\.[1-9]$/.test(id) && !keys.isChanged(id);
    if (own.length === 0 || (isOneOfNine && id !== 'tab.1')) continue;
    const line = isOneOfNine
      ? { id, label: 'That tab', keys: own.map((chord) => chord.replace(/1$/, '1…9')) }
      : { id, label, keys: own };
    if (!keysMatch(line, text)) continue;
    groups.set(group, [...(groups.get(group) ?? []), line]);
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
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
          {info !== null && (
            <span className={styles.map}>
              Map <b>{mapName(info.platform, info.capabilities.shell)}</b>
            </span>
          )}
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
          {[...groups].map(([group, lines]) => (
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
        {groups.size === 0 && <p className={styles.none}>No command or key matches {text}</p>}
      </section>
    </Dialog>
  );
}
