import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import {
  draftConstraints,
  draftSchema,
  type SchemaDraft,
} from '../../../src-preload/contract/schema-draft/index.ts';
import type { ScriptStatement } from '../../../src-preload/contract/schemas.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { showToast } from '../../ui/toasts.ts';
import own from './review-dialog.module.css';
import styles from './schema.module.css';
import { schemaName } from './schema-name.ts';

export interface ReviewDialogProps {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  /** Of a table that is no collection: the column with the documents. */
  readonly column: string | null;
  readonly draft: SchemaDraft;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

interface Script {
  readonly statements: readonly ScriptStatement[];
  readonly version: number;
}

/** The statements that save a schema, and the button that runs just them. */
export function ReviewDialog(props: ReviewDialogProps) {
  const { client, file, object, column, draft, onClose, onSaved } = props;
  const name = schemaName(object, column);
  const [script, setScript] = useState<Script | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again.
  useEffect(() => {
    const controller = new AbortController();
    setScript(null);
    client.schemas.review(wish(props), { signal: controller.signal }).then(
      (value) => !controller.signal.aborted && setScript(value),
      (error: unknown) => !controller.signal.aborted && setFailure(toFailure(error)),
    );
    return () => controller.abort();
  }, [client, file, object, column, draft, turn]);

  async function save(): Promise<void> {
    if (script === null) return;
    setSaving(true);
    setFailure(null);
    try {
      const reviewed = script.statements.map(({ sql }) => sql);
      const { version } = await client.schemas.save({ ...wish(props), reviewed });
      showToast({ title: `The schema of ${name} is saved`, description: `Version ${version}.` });
      onSaved();
    } catch (error) {
      const what = toFailure(error);
      setFailure(what);
      if (what.code === 'SCRIPT_CHANGED') setTurn((before) => before + 1);
    }
    setSaving(false);
  }

  return (
    <Dialog
      isOpen
      size="large"
      onClose={onClose}
      title={`Save the schema of ${name}`}
      description={
        script === null
          ? 'These statements will be run.'
          : `${script.statements.length === 1 ? '1 statement' : `${script.statements.length} statements`} in one transaction: all or nothing. It becomes version ${script.version}.`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={script === null || isSaving} onClick={() => void save()}>
            {isSaving ? 'Saving' : 'Run and save'}
          </Button>
        </>
      }
    >
      {failure !== null && (
        <div className={styles.padded}>
          <Note kind="error">
            {failure.message} {failure.hint}
          </Note>
        </div>
      )}
      {script === null && failure === null && (
        <div className={styles.padded}>
          <ProgressBar label="Making the script" fraction={null} />
        </div>
      )}
      {script !== null && script.version > 1 && column === null && (
        <div className={styles.padded}>
          <Note kind="warning">
            Programs that register version {script.version - 1} are refused from then on, until they have the
            new schema.
          </Note>
        </div>
      )}
      {script !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        <section className={own.script} tabIndex={0} aria-label="Script">
          <ol>
            {script.statements.map(({ sql, why }) => (
              <li key={sql}>
                <p>{why}</p>
                <code className={own.sql}>{sql}</code>
              </li>
            ))}
          </ol>
        </section>
      )}
    </Dialog>
  );
}

function wish({ file, object, column, draft }: ReviewDialogProps) {
  return {
    ...{ file, object, column, primaryKey: draft.primaryKey },
    schema: JSON.stringify(draftSchema(draft)),
    fields: column === null ? draftConstraints(draft) : [],
  };
}
