import { Download, Keyboard, Search, Upload } from 'lucide-react';
import { Fragment, useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { KeyChanges } from '../../../src-preload/contract/preferences.ts';
import { useCommands } from '../../lib/commands/command-context.tsx';
import { type CommandId, commandSpecs } from '../../lib/commands/command-specs.ts';
import { withKeys } from '../../lib/commands/key-map.ts';
import { mapName } from '../../lib/commands/map-name.ts';
import { saveText } from '../../lib/save-text.ts';
import { isApple } from '../../lib/split-keys.ts';
import type { ShellInfo } from '../../lib/use-shell-info.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { MapChip } from '../../ui/map-chip.tsx';
import { Note } from '../../ui/note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toasts.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { KeyPressField } from './key-press-field.tsx';
import { KeyRowView } from './key-row-view.tsx';
import { keyTable } from './key-table.ts';
import styles from './keys-page.module.css';
import { MOST_KEYS } from './recorded-keys.ts';

export interface KeysPageProps {
  readonly info: ShellInfo | null;
  readonly changes: KeyChanges;
  readonly onChange: (changes: KeyChanges) => void;
  readonly onStatus: (words: readonly string[]) => void;
}

/** The keys of all commands: found by name or by pressing, changed in their rows, kept in files. */
export function KeysPage({ info, changes, onChange, onStatus }: KeysPageProps) {
  const { keys } = useCommands();
  const [text, setText] = useState('');
  const [isPressing, setPressing] = useState(false);
  const [recording, setRecording] = useState<{ readonly id: CommandId; readonly place: number } | null>(null);
  const table = useMemo(() => keyTable(keys, text), [keys, text]);
  const reserved = info?.capabilities.reservedKeys ?? [];
  const counts = [
    `${table.changed} ${table.changed === 1 ? 'key' : 'keys'} changed`,
    ...(table.conflicts === 0
      ? []
      : [`${table.conflicts} ${table.conflicts === 1 ? 'conflict' : 'conflicts'}`]),
  ];
  const tell = useEffectEvent(() => onStatus(counts));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told on when a figure changes.
  useEffect(() => tell(), [table.changed, table.conflicts]);

  async function take(file: File): Promise<void> {
    const read = readKeyFile(await file.text(), isApple);
    if (!read.ok) {
      showToast({
        kind: 'error',
        title: `${file.name} was not imported`,
        description: `${read.problem} No key was changed.`,
      });
      return;
    }
    onChange(read.keys);
    showToast({ title: `Keys imported from ${file.name}` });
  }
  /** With what was wished for on the desktop and cannot be pressed here. */
  const kept = (id: CommandId, own: readonly string[]): readonly string[] =>
    [...own, ...(changes[id] ?? []).filter((chord) => reserved.includes(chord))].slice(0, MOST_KEYS);
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <span className={styles.search}>
          {isPressing ? (
            <KeyPressField
              label="Key to find"
              placeholder="Press the key to find"
              onChord={(chord) => {
                setText(chord);
                setPressing(false);
              }}
              onLeave={() => setPressing(false)}
            />
          ) : (
            <TextField
              isQuiet
              label="Command or key"
              placeholder="Command or key"
              icon={<Search />}
              value={text}
              onValueChange={setText}
              onKeyDown={(event) => {
                if (event.key !== 'Escape' || text === '') return;
                event.preventDefault();
                setText('');
              }}
            />
          )}
        </span>
        <Button icon={<Keyboard />} onClick={() => setPressing(true)}>
          Find by pressing
        </Button>
        {info !== null && <MapChip name={mapName(info.platform, info.capabilities.shell)} />}
        <span className={styles.grow} />
        <FileButton
          variant="ghost"
          icon={<Download />}
          accept=".json,application/json"
          onFile={(file) => void take(file)}
        >
          Import…
        </FileButton>
        <Button
          variant="ghost"
          icon={<Upload />}
          onClick={() => saveText('cairn-keys.json', writeKeyFile(changes))}
        >
          Export…
        </Button>
      </div>
      <Card title="Keys" note={[`${table.commands} commands`, ...counts].join(', ')}>
        <table className={styles.table}>
          <colgroup>
            <col />
            <col className={styles.keyColumn} />
            <col className={styles.whereColumn} />
            <col className={styles.sourceColumn} />
            <col className={styles.actionColumn} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Command</th>
              <th scope="col">Key</th>
              <th scope="col" className={styles.where}>
                Where
              </th>
              <th scope="col" className={styles.source}>
                Source
              </th>
              <th scope="col">
                <VisuallyHidden>Change</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {table.groups.map(({ group, rows }) => (
              <Fragment key={group}>
                <tr className={styles.group}>
                  <th scope="rowgroup" colSpan={5}>
                    {group}
                  </th>
                </tr>
                {rows.map((row) => (
                  <KeyRowView
                    key={row.id}
                    row={row}
                    reserved={reserved}
                    recording={recording?.id === row.id ? recording.place : null}
                    onRecord={(place) =>
                      setRecording((before) =>
                        place !== null ? { id: row.id, place } : before?.id === row.id ? null : before,
                      )
                    }
                    onKeys={(own) => onChange(withKeys(changes, row.id, own && kept(row.id, own)))}
                  />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
        {table.groups.length === 0 && (
          <EmptyState
            isFilling={false}
            title={`No command or key matches ${text}`}
            actions={<Button onClick={() => setText('')}>Clear</Button>}
          />
        )}
      </Card>
      {reserved.length > 0 && (
        <Note>
          <span className={styles.reserved}>
            The browser keeps
            {reserved.map((chord) => (
              <Kbd key={chord} keys={chord} isSpoken />
            ))}
            for itself. Here the map has
            {commandSpecs
              .flatMap((spec) => (/\.[2-9]$/.test(spec.id) ? [] : (spec.browserKeys ?? [])))
              .filter((chord) => commandSpecs.some(({ id }) => keys.keysOf(id).includes(chord)))
              .map((chord) => (
                <Kbd key={chord} keys={chord} isSpoken />
              ))}
            instead. Menus and tooltips show the map in force.
          </span>
        </Note>
      )}
    </div>
  );
}
