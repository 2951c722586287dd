import type { EditProblem } from '../../../../src-preload/contract/edits.ts';
import { countOf } from '../../../lib/cells/byte-size.ts';
import { Note } from '../../../ui/note.tsx';
import { PlainButton } from '../../../ui/plain-button.tsx';
import { isChanged } from './document-draft.ts';
import styles from './document-notes.module.css';
import type { DocumentState } from './document-session.ts';

export interface DocumentNotesProps {
  readonly state: DocumentState;
  readonly isReadOnly: boolean;
  /** Why nothing can be edited. */
  readonly reason: string | null;
  /** Problems that the view below shows. */
  readonly count: number;
  readonly onNext: () => void;
  /** Why the last commit was refused. */
  readonly staged?: readonly EditProblem[];
}

/** What there is to know about a document before it is edited further. */
export function DocumentNotes({ state, isReadOnly, reason, count, onNext, staged = [] }: DocumentNotesProps) {
  const { draft, error, isOutdated, isUnchecked } = state;
  const isDirty = draft !== null && isChanged(draft);
  const notes = [
    error !== null && (
      <Note key="error" kind="error">
        {error instanceof Error ? error.message : String(error)}
      </Note>
    ),
    isReadOnly && reason !== null && <Note key="reason">{reason}</Note>,
    draft?.typed != null && (
      <Note key="typed" kind="error">
        The JSON text is not complete. Form and Tree show the document as it was, read-only, until it is.
      </Note>
    ),
    isOutdated && (
      <Note key="outdated" kind="warning">
        The document has changed since this draft was begun. Compare it before you stage it.
      </Note>
    ),
    isUnchecked && (
      <Note key="unchecked" kind="warning">
        The schema takes too long to check this document. It is checked again at the commit.
      </Note>
    ),
    staged.length > 0 && count === 0 && (
      <Note key="refused" kind="error">
        {staged.map(({ message }) => message).join(' ')}
      </Note>
    ),
    count > 0 && (
      <Note key="count" kind="error">
        <span className={styles.count}>
          <span>
            {isDirty
              ? `${countOf(count, 'problem')} ${count === 1 ? 'blocks' : 'block'} the commit. The draft is kept.`
              : `${countOf(count, 'problem')}: the document does not fit its schema.`}
          </span>
          <PlainButton className={styles.next} aria-keyshortcuts="F8" onClick={onNext}>
            Next
          </PlainButton>
        </span>
      </Note>
    ),
  ].filter((note) => note !== false);
  return notes.length === 0 ? null : <div className={styles.notes}>{notes}</div>;
}
