import { useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { draftSchema, propose, type SchemaDraft } from '../../../src-preload/contract/schema-draft/index.ts';
import type { InferProgress } from '../../../src-preload/contract/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Note } from '../../ui/note.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { showToast } from '../../ui/toasts.ts';
import { DraftEditor } from './draft-editor.tsx';
import { draftProblem, draftSummary } from './draft-edits.ts';
import { keptText } from './kept-draft.ts';
import { ReviewDialog } from './review-dialog.tsx';
import styles from './schema.module.css';
import { schemaName } from './schema-name.ts';
import { useStream } from './use-stream.ts';

export interface InferViewProps {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  readonly columns: readonly string[];
  /** The column whose documents are read at first. */
  readonly column: string;
  readonly isCollection: boolean;
  readonly saveReason: string | null;
  /** A draft to go on with, or a schema to change; null: documents are read at once. */
  readonly begun: SchemaDraft | null;
  /** The draft is the schema that the file keeps. */
  readonly isStored: boolean;
  readonly onLeave: () => void;
  /** Checks all documents against what the draft says. */
  readonly onCheck: (schema: string, column: string) => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

/** Reads all documents, proposes a schema for them, and lets it be changed and saved. */
export function InferView(props: InferViewProps) {
  const { client, file, object, columns, isCollection, saveReason, begun, isStored } = props;
  const { onLeave, onCheck, onStatus } = props;
  const [column, setColumn] = useState(props.column);
  const target = schemaName(object, isCollection ? null : column);
  const [draft, setDraft] = useState<SchemaDraft | null>(begun);
  const [isSourceShown, setSourceShown] = useState(false);
  const [isReviewing, setReviewing] = useState(false);
  const chosen = useRef(column);
  chosen.current = column;
  const { value, isRunning, failure, start, stop } = useStream<InferProgress, InferProgress>(
    (signal) => client.schemas.infer({ file, object, column: chosen.current }, { signal }),
    (_before, chunk) => chunk,
  );

  useEffect(() => {
    if (begun === null) void start();
  }, [begun, start]);
  useEffect(() => {
    if (value !== null) setDraft(propose(value));
  }, [value]);
  useEffect(() => {
    onStatus({ left: [isRunning ? 'Reading documents' : `Target: ${target}`] });
  }, [isRunning, target, onStatus]);

  const problem = draft === null ? 'Nothing was read yet.' : draftProblem(draft);
  const summary =
    saveReason ?? problem ?? (draft === null ? '' : isCollection ? draftSummary(draft) : columnSummary);
  // Once documents were read it is a proposal.
  const isEdited = isStored && value === null && !isRunning;
  const isReady = draft !== null && !isRunning;
  const keep = async () => {
    if (draft === null) return;
    await client.schemas.keepDraft({ file, object, draft: keptText({ column, draft }) });
    showToast({
      title: 'The draft is kept',
      description: 'With the data of Cairn; nothing was written into the file.',
    });
    onLeave();
  };
  return (
    <div className={styles.view}>
      <div className={styles.progress}>
        <span className={styles.title}>{isEdited ? 'Edit the schema' : 'Infer a schema'}</span>
        {columns.length > 1 ? (
          <Menu
            trigger={
              <SelectButton size="small" lead="Column" disabled={isRunning}>
                {column}
              </SelectButton>
            }
            entries={columns.map((name) => ({ label: name, onSelect: () => setColumn(name) }))}
          />
        ) : (
          <span className={styles.quiet} title={`column ${column}`}>
            column {column}
          </span>
        )}
        <InferFigures value={value} isRunning={isRunning} />
        <span className={styles.grow} />
        <span className={styles.quiet} title={READS_ONLY}>
          {READS_ONLY}
        </span>
        {isRunning ? (
          <Button size="small" onClick={stop}>
            Stop and use this
          </Button>
        ) : (
          <Button size="small" onClick={() => void start()}>
            Read the documents{value === null ? '' : ' again'}
          </Button>
        )}
      </div>
      {failure !== null && (
        <Note kind="error">
          {failure.message} {failure.hint}
        </Note>
      )}
      {draft === null ? (
        <div className={styles.page} />
      ) : (
        <DraftEditor
          title={isEdited ? 'Fields' : 'Proposed fields'}
          name={target}
          draft={draft}
          onChange={setDraft}
          facts={value?.facts ?? []}
          documents={value?.documents ?? 0}
          hasColumns={isCollection}
          isBusy={isRunning}
          isSourceShown={isSourceShown}
        />
      )}
      <div className={styles.foot}>
        <span className={styles.quiet} title={summary}>
          {summary}
        </span>
        <span className={styles.grow} />
        <Button variant="ghost" disabled={draft === null} onClick={() => setSourceShown(!isSourceShown)}>
          {isSourceShown ? 'Hide the source' : 'Show the source'}
        </Button>
        <Button
          variant="ghost"
          disabled={!isReady || problem !== null}
          onClick={() => draft !== null && onCheck(JSON.stringify(draftSchema(draft)), column)}
        >
          Check all documents
        </Button>
        <Button variant="ghost" onClick={onLeave}>
          Cancel
        </Button>
        <Button disabled={!isReady} onClick={() => void keep()}>
          Keep as a draft
        </Button>
        <Button
          variant="primary"
          disabled={!isReady || problem !== null || saveReason !== null}
          onClick={() => setReviewing(true)}
        >
          Review and save
        </Button>
      </div>
      {isReviewing && draft !== null && (
        <ReviewDialog
          client={client}
          file={file}
          object={object}
          column={isCollection ? null : column}
          draft={draft}
          onClose={() => setReviewing(false)}
          onSaved={onLeave}
        />
      )}
    </div>
  );
}

const READS_ONLY = 'Reads only. Nothing is written until you save it into the file.';
/** What is created with the schema of a column. */
const columnSummary = 'Only the schema is saved; the table stays as it is.';

function InferFigures({
  value,
  isRunning,
}: {
  readonly value: InferProgress | null;
  readonly isRunning: boolean;
}) {
  const { documents, about, seconds, unreadable, sinceNewField } = value ?? nothing;
  const fraction = about === null || about === 0 ? null : documents / about;
  const words = [
    `${documents.toLocaleString('en')}${about === null || !isRunning ? '' : ` of about ${about.toLocaleString('en')}`} documents`,
    ...(isRunning && seconds > 1 ? [`${Math.round(documents / seconds).toLocaleString('en')} a second`] : []),
    ...(isRunning && sinceNewField > 1000 ? [`no new field for ${sinceNewField.toLocaleString('en')}`] : []),
    ...(unreadable > 0 ? [`${unreadable.toLocaleString('en')} rows hold none`] : []),
  ];
  return (
    <>
      {isRunning && (
        <span className={styles.progressBar}>
          <ProgressBar label="Documents read" fraction={fraction} />
        </span>
      )}
      {(value !== null || isRunning) && <span role="status">{words.join(', ')}</span>}
    </>
  );
}

const nothing = { documents: 0, about: null, seconds: 0, unreadable: 0, sinceNewField: 0 } as const;
