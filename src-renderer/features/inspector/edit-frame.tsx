import { CircleAlert, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './edit-frame.module.css';

export interface EditFrameProps {
  readonly state: 'rest' | 'changed' | 'inserted' | 'error' | 'fixed';
  /** The value before the change; undefined: it is not told. */
  readonly before?: string | undefined;
  readonly onRestore?: (() => void) | undefined;
  /** What is wrong, as sentences. */
  readonly errors?: readonly string[] | undefined;
  readonly help?: string | undefined;
  /** The id of what is said below: for `aria-describedby` of the control. */
  readonly noteId: string;
  /** Stands at the end inside the frame. */
  readonly end?: ReactNode;
  readonly isTall?: boolean;
  readonly children: ReactNode;
}

/** The frame of a value that is edited, with what there is to say about it below. */
export function EditFrame(props: EditFrameProps) {
  const { state, before, onRestore, errors = [], help, noteId, end, isTall, children } = props;
  const isWrong = errors.length > 0;
  return (
    <>
      <div className={classNames(styles.frame, styles[isWrong ? 'error' : state], isTall && styles.tall)}>
        {children}
        {end}
        {onRestore !== undefined && (
          <IconButton
            className={styles.restore}
            size="mini"
            label={before === undefined || before === '' ? 'Restore' : `Restore ${short(before)}`}
            onClick={onRestore}
          >
            <Undo2 />
          </IconButton>
        )}
      </div>
      {(isWrong || before !== undefined || help !== undefined) && (
        <div id={noteId}>
          {errors.map((error) => (
            <p key={error} className={classNames(styles.help, styles.wrong)}>
              <CircleAlert aria-hidden="true" />
              <span>{error}</span>
            </p>
          ))}
          {before !== undefined && (
            <p className={styles.help}>
              Before: <span className={styles.mono}>{before === '' ? 'empty text' : short(before, 200)}</span>
            </p>
          )}
          {help !== undefined && !isWrong && <p className={styles.help}>{help}</p>}
        </div>
      )}
    </>
  );
}

function short(text: string, most = 40): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
