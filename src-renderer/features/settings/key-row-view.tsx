import { CircleAlert, Pencil, Plus, Undo2 } from 'lucide-react';
import { Fragment, useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { commandSpec, commandSpecs } from '../../lib/commands/command-specs.ts';
import { refusedChord } from '../../lib/commands/refused-chord.ts';
import { isApple, splitKeys } from '../../lib/split-keys.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { KeyPressField } from './key-press-field.tsx';
import type { KeyRow } from './key-table.ts';
import styles from './keys-page.module.css';
import { MOST_KEYS, recordedKeys } from './recorded-keys.ts';

export interface KeyRowViewProps {
  readonly row: KeyRow;
  readonly reserved: readonly string[];
  /** The place among the keys where the next one is pressed, behind the last to add one; null: none is. */
  readonly recording: number | null;
  readonly onRecord: (place: number | null) => void;
  /** null: those by default. */
  readonly onKeys: (keys: readonly string[] | null) => void;
}

/** A command with its keys; a new one is pressed in the row itself, instead of one of them or besides. */
export function KeyRowView({ row, reserved, recording, onRecord, onKeys }: KeyRowViewProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const isRecording = recording !== null;
  function end(): void {
    setRefusal(null);
    onRecord(null);
    const isAdded = recording !== null && recording > 0 && recording >= row.keys.length;
    // At the fourth key the button that adds one is gone with the next drawing.
    requestAnimationFrame(() => {
      const buttonOf = (act: string) =>
        document.querySelector<HTMLElement>(`[data-${act}="${CSS.escape(row.id)}"]`);
      ((isAdded ? buttonOf('add-key') : null) ?? buttonOf('record'))?.focus();
    });
  }
  function record(place: number, chord: string): void {
    const options = { reserved, isApple, specs: commandSpecs };
    const reason = refusedChord(chord, commandSpec(row.id), options);
    if (reason !== null) {
      setRefusal(`${chord}: ${reason}`);
      return;
    }
    onKeys(recordedKeys(row.keys, place, chord));
    end();
  }
  function recorder(place: number) {
    const isOneMore = place >= row.keys.length;
    return (
      <span className={styles.recorder}>
        <span className={styles.press}>
          <KeyPressField
            label={`New key of ${row.label}`}
            placeholder="Press the new key"
            error={refusal ?? undefined}
            onChord={(chord) => record(place, chord)}
            onRemove={() => {
              if (!isOneMore) onKeys(recordedKeys(row.keys, place, null));
              end();
            }}
            onLeave={(isEscape) => {
              setRefusal(null);
              if (isEscape) end();
              else onRecord(null);
            }}
          />
        </span>
        <span className={styles.hint}>
          {isOneMore ? (
            <>
              <Kbd keys="Escape" isSpoken /> adds none
            </>
          ) : (
            <>
              <Kbd keys="Escape" isSpoken /> keeps the old one, <Kbd keys="Backspace" isSpoken /> none
            </>
          )}
        </span>
      </span>
    );
  }
  const chords = isRecording && recording >= row.keys.length ? [...row.keys, null] : row.keys;
  return (
    <tr className={classNames(isRecording && styles.recording)}>
      <th scope="row">{row.label}</th>
      <td>
        <span className={styles.keys}>
          {chords.length === 0 && <span className={styles.none}>no key</span>}
          {chords.map((chord, place) => (
            <Fragment key={chord ?? 'new'}>
              {place > 0 && <span className={styles.none}>or</span>}
              {chord === null || place === recording ? (
                recorder(place)
              ) : row.keys.length > 1 ? (
                <PlainButton
                  className={styles.key}
                  aria-label={`Change ${splitKeys(chord).join(' ')} of ${row.label}`}
                  title="Change this key"
                  onClick={() => onRecord(place)}
                >
                  <Kbd keys={chord} />
                </PlainButton>
              ) : (
                <Kbd keys={chord} isSpoken />
              )}
            </Fragment>
          ))}
          {!isRecording &&
            row.conflicts.map(({ words, isLoser }) => (
              <span key={words} className={classNames(styles.conflict, isLoser && styles.loser)}>
                <CircleAlert />
                {words}
              </span>
            ))}
        </span>
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
        {row.keys.length > 0 && row.keys.length < MOST_KEYS && (
          <IconButton
            size="small"
            label={`Add a key to ${row.label}`}
            data-add-key={row.id}
            onClick={() => onRecord(row.keys.length)}
          >
            <Plus />
          </IconButton>
        )}
        <IconButton
          size="small"
          label={`Change the key of ${row.label}`}
          data-record={row.id}
          onClick={() => onRecord(0)}
        >
          <Pencil />
        </IconButton>
      </td>
    </tr>
  );
}
