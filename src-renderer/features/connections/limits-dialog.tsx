import { type Ref, useId, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { settingRanges } from '../../../src-preload/contract/default-settings.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { wholeWithin } from './connection-words.ts';
import styles from './connections.module.css';

export interface LimitsDialogProps {
  readonly client: Client;
  /** null: the limits of every file that has none of its own. */
  readonly file: OpenFileInfo | null;
  /** As they are now. */
  readonly readers: number;
  readonly max: number;
  readonly onClose: () => void;
  /** The limits are to be changed; resolves or rejects when that is done. */
  readonly onChange: (work: Promise<unknown>) => void;
  /** Leads to the limits of the settings. */
  readonly onSettings: () => void;
}

/** How many connections there may be: readers of a file, and connections of all files. */
export function LimitsDialog(props: LimitsDialogProps) {
  const { client, file, onClose, onChange, onSettings } = props;
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const [readers, setReaders] = useState(String(props.readers));
  const [max, setMax] = useState(String(props.max));
  const wanted = {
    readers: wholeWithin(readers, settingRanges.readersPerFile),
    max: wholeWithin(max, settingRanges.maxConnections),
  };
  const isValid = wanted.readers !== null && wanted.max !== null;

  function apply(): void {
    if (wanted.readers === null || wanted.max === null) return;
    const isOther = { max: wanted.max !== props.max, readers: wanted.readers !== props.readers };
    const changes = {
      ...(isOther.max && { maxConnections: wanted.max }),
      ...(isOther.readers && file === null && { readersPerFile: wanted.readers }),
    };
    onClose();
    if (!isOther.max && !isOther.readers) return;
    onChange(
      Promise.all([
        client.preferences.change({ changes }),
        isOther.readers &&
          file !== null &&
          client.stats.setReaders({ file: file.id, readers: wanted.readers }),
      ]),
    );
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Limits of connections"
      description="Who waits is served at once where there is room. Idle connections above a limit are closed, those in use when they are given back."
      initialFocus={first}
      footer={
        <>
          <Button variant="ghost" onClick={onSettings}>
            All limits
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={!isValid}>
            Change limits
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.limits}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <Limit
          label={`Readers of ${file?.name ?? 'each file'}`}
          help="Connections that read pages side by side. Beside them: 1 writer, up to 4 workers."
          range={settingRanges.readersPerFile}
          value={readers}
          isValid={wanted.readers !== null}
          onValue={setReaders}
          fieldRef={first}
        />
        <Limit
          label="Connections of all files"
          help="Each is a process of its own. The one used longest ago makes room."
          range={settingRanges.maxConnections}
          value={max}
          isValid={wanted.max !== null}
          onValue={setMax}
        />
      </form>
    </Dialog>
  );
}

interface LimitProps {
  readonly label: string;
  readonly help: string;
  readonly range: { readonly min: number; readonly max: number };
  readonly value: string;
  readonly isValid: boolean;
  readonly onValue: (value: string) => void;
  readonly fieldRef?: Ref<HTMLInputElement>;
}

function Limit({ label, help, range, value, isValid, onValue, fieldRef }: LimitProps) {
  return (
    <div className={styles.limit}>
      <span aria-hidden="true">{label}</span>
      <TextField
        ref={fieldRef}
        label={label}
        isMono
        inputMode="numeric"
        value={value}
        onValueChange={onValue}
        help={help}
        error={isValid ? undefined : `A whole number from ${range.min} to ${range.max}.`}
      />
    </div>
  );
}
