import { useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { emptyDraft, newField, type SchemaDraft } from '../../../src-preload/contract/schema-draft/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { draftProblem } from './draft-edits.ts';
import { ReviewDialog } from './review-dialog.tsx';
import styles from './schema.module.css';

export interface NewCollectionProps {
  readonly client: Client;
  readonly file: string;
  readonly fileName: string;
  /** Names that are taken. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onMade: (name: string) => void;
}

const begun: SchemaDraft = { ...emptyDraft, fields: [newField(1, 'name')], nextId: 2 };

/** A collection that the file does not have: its name and its fields. */
export function NewCollection({ client, file, fileName, taken, onClose, onMade }: NewCollectionProps) {
  const nameField = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [draft, setDraft] = useState(begun);
  const [isReviewing, setReviewing] = useState(false);
  const isTaken = taken.some((other) => other.toLowerCase() === name.toLowerCase());
  const problem = name === '' ? 'Give the collection a name.' : draftProblem(draft);
  if (isReviewing) {
    return (
      <ReviewDialog
        client={client}
        file={file}
        object={name}
        column={null}
        draft={draft}
        onClose={() => setReviewing(false)}
        onSaved={() => onMade(name)}
      />
    );
  }
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={onClose}
      title="New collection"
      initialFocus={nameField}
      footer={
        <>
          <span className={styles.quiet}>{problem ?? ''}</span>
          <span className={styles.grow} />
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={problem !== null || isTaken} onClick={() => setReviewing(true)}>
            Review and save
          </Button>
        </>
      }
    >
      <div className={styles.dialogBody}>
        <span className={styles.quiet}>
          In {fileName}. Nothing is written before you have seen the script.
        </span>
        <TextField
          ref={nameField}
          label="Name of the collection"
          placeholder="Name of the collection"
          value={name}
          onValueChange={setName}
          error={isTaken ? `The file has “${name}” already.` : undefined}
        />
      </div>
      <DraftEditor
        title="Fields"
        name={name}
        draft={draft}
        onChange={setDraft}
        facts={[]}
        documents={0}
        hasColumns
        isBusy={false}
        isSourceShown={false}
      />
    </Dialog>
  );
}
