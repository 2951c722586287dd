import { CircleAlert, Pencil, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { commandSpec, commandSpecs } from '../../lib/commands/command-specs.ts';
import { refusedChord } from '../../lib/commands/refused-chord.ts';
import { isApple } from '../../lib/split-keys.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { KeyPressField } from './key-press-field.tsx';
import type { KeyRow } from './key-table.ts';
import styles from './keys-page.module.css';

export interface KeyRowViewProps {
  readonly row: KeyRow;
  readonly reserved: readonly string[];
  readonly isRecording: boolean;
  readonly onRecord: (isRecording: boolean) => void;
  /** null: those by default. */
  readonly onKeys: (keys: readonly string[] | null) => void;
}

/** A command with its keys; a new one is pressed in the row itself. */
export function KeyRowView({ row, reserved, isRecording, onRecord, onKeys }: KeyRowViewProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  function end(): void {
    setRefusal(null);
    onRecord(false);
    // The button comes back with the next drawing.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-record="${CSS.escape(row.id)}"]`)?.focus(),
    );
  }
  function record(chord: string): void {
    const options = { reserved, isApple, specs: commandSpecs };
    const reason = refusedChord(chord, commandSpec(row.id), options);
    if (reason !== null) {
      setRefusal(`${chord}: ${reason}`);
      return;
    }
    onKeys([chord]);
    end();
  }
  return (
    <tr className={classNames(isRecording && styles.recording)}>
      <th scope="row">{row.label}</th>
      <td>
        {isRecording ? (
          <span className={styles.recorder}>
            <span className={styles.press}>
              <KeyPressField
                label={`New key of ${row.label}`}
                placeholder="Press the new key"
                error={refusal ?? undefined}
                onChord={record}
                onRemove={() => {
                  onKeys([]);
                  end();
                }}
                onLeave={(isEscape) => {
                  setRefusal(null);
                  if (isEscape) end();
                  else onRecord(false);
                }}
              />
            </span>
            <span className={styles.hint}>
              <Kbd keys="Escape" isSpoken /> keeps the old one, <Kbd keys="Backspace" isSpoken /> none
            </span>
          </span>
        ) : (
          <span className={styles.keys}>
            {row.keys.length === 0 && <span className={styles.none}>no key</span>}
            {row.keys.map((chord, index) => (
              <span key={chord} className={styles.keys}>
                {index > 0 && <span className={styles.none}>or</span>}
                <Kbd keys={chord} isSpoken />
              </span>
            ))}
            {row.conflicts.map(({ words, isLoser }) => (
              <span key={words} className={classNames(styles.conflict, isLoser && styles.loser)}>
                <CircleAlert />
                {words}
              </span>
            ))}
          </span>
        )}
      </td>
      <td className={classNames(styles.where, styles.quiet)}>{row.where}</td>
      <td className={classNames(styles.source, !row.isChanged && !isRecording && styles.quiet)}>
        {isRecording ? 'recording' : row.isChanged ? 'yours' : 'default'}
      </td>
      <td className={styles.actions}>
        {row.isChanged && (
          <IconButton size="small" label={`Default key of ${row.label}`} onClick={() => onKeys(null)}>
            <Undo2 />
          </IconButton>
        )}
        <IconButton
          size="small"
          label={`Change the key of ${row.label}`}
          data-record={row.id}
          onClick={() => onRecord(true)}
        >
          <Pencil />
        </IconButton>
      </td>
    </tr>
  );
}
