import { ChevronLeft, CircleAlert, CircleCheck, Download, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { FilterTerm } from '../../../src-preload/contract/rows.ts';
import type { CheckProgress } from '../../../src-preload/contract/schemas.ts';
import { readFieldSchema } from '../../lib/documents/field-schema.ts';
import { saveText } from '../../lib/save-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Note } from '../../ui/note.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { checkReport, type JoinedCheck, joinCheck } from './join-check.ts';
import { ProblemDocuments } from './problem-documents.tsx';
import { ProblemTable } from './problem-table.tsx';
import { RepairCard } from './repair-card.tsx';
import styles from './schema.module.css';
import { useStream } from './use-stream.ts';

export interface CheckViewProps {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  readonly toolbarStart: ReactNode;
  /** What it is checked against, in words. */
  readonly against: string;
  /** null: the one that the file keeps. */
  readonly schema: string | null;
  /** The text of what it is checked against. */
  readonly schemaText: string;
  readonly column: string;
  /** Rules that are not checked, since they are code. */
  readonly unchecked: number;
  readonly onBack: () => void;
  readonly onOpenDocument: (key: RowKey) => void;
  /** null: rows cannot be filtered by what is in their documents. */
  readonly onFilter: ((term: FilterTerm) => void) | null;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

/** What the schema says about all documents: problems by path, the documents of one, and their repair. */
export function CheckView(props: CheckViewProps) {
  const { client, file, object, toolbarStart, against, schema, column, unchecked, onBack, onStatus } = props;
  const [selected, setSelected] = useState(0);
  const fields = useMemo(() => readFieldSchema(props.schemaText), [props.schemaText]);
  const [repaired, setRepaired] = useState<number | null>(null);
  const { value, isRunning, failure, start, stop } = useStream<CheckProgress, JoinedCheck>(
    (signal) => client.schemas.check({ file, object, column, schema }, { signal }),
    joinCheck,
  );
  useEffect(() => void start(), [start]);
  const words = wordsOf(value, isRunning);
  useEffect(() => onStatus({ left: [words] }), [words, onStatus]);
  const again = () => {
    setRepaired(null);
    setSelected(0);
    void start();
  };

  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label="Check all documents">
        {toolbarStart}
        <span className={styles.divider} />
        <IconButton label="Back to the schema" onClick={onBack}>
          <ChevronLeft />
        </IconButton>
        <span className={styles.title} title={`Check all documents against ${against}`}>
          Check all documents
        </span>
        <span className={styles.quiet} title={`against ${against}`}>
          against {against}
        </span>
        <span className={styles.grow} />
        <Button
          variant="ghost"
          icon={<Download />}
          disabled={value === null}
          onClick={() => value !== null && saveText(`${object}-check.tsv`, checkReport(object, value))}
        >
          Save report
        </Button>
        {isRunning ? (
          <Button onClick={stop}>Stop</Button>
        ) : (
          <Button icon={<RefreshCw />} onClick={again}>
            Check again
          </Button>
        )}
      </div>
      <CheckFigures value={value} isRunning={isRunning} words={words} unchecked={unchecked} />
      {failure !== null && (
        <Note kind="error">
          {failure.message} {failure.hint}
        </Note>
      )}
      {value?.stuck != null && (
        <Note kind="error">
          The check was ended at the document {value.stuck.id}:{' '}
          {value.stuck.pattern === null
            ? 'the schema did not come to an end there.'
            : `the pattern ${value.stuck.pattern} of ${value.stuck.path} did not come to an end. Change it in the schema.`}
        </Note>
      )}
      {value !== null && value.groups.length > 0 ? (
        <div className={styles.body}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
          <section className={styles.page} tabIndex={0} aria-label="Problems">
            <ProblemTable
              groups={value.groups}
              isCut={value.isCut}
              selected={selected}
              onSelect={setSelected}
              onRepair={(place) => {
                setSelected(place);
                setRepaired(place);
              }}
            />
            {repaired !== null && value.groups[repaired] !== undefined && (
              <RepairCard
                key={repaired}
                client={client}
                file={file}
                object={object}
                column={column}
                schema={schema}
                fields={fields}
                group={value.groups[repaired]}
                documents={value.documents.get(repaired) ?? []}
                onClose={() => setRepaired(null)}
              />
            )}
          </section>
          <ProblemDocuments
            key={selected}
            group={value.groups[selected]}
            documents={value.documents.get(selected) ?? []}
            onOpen={props.onOpenDocument}
            onFilter={props.onFilter}
          />
        </div>
      ) : (
        <div className={styles.page}>
          {value !== null && !isRunning && value.isDone && (
            <EmptyState icon={<CircleCheck />} title="Every document matches the schema" />
          )}
        </div>
      )}
    </div>
  );
}

interface CheckFiguresProps {
  readonly value: JoinedCheck | null;
  readonly isRunning: boolean;
  readonly words: string;
  readonly unchecked: number;
}

function CheckFigures({ value, isRunning, words, unchecked }: CheckFiguresProps) {
  const { checked, about, seconds, faulty, isDone } = value ?? nothing;
  const fraction = about === null || about === 0 ? null : checked / about;
  const isShort = !isRunning && !isDone;
  return (
    <div className={styles.progress}>
      {isRunning ? (
        <span className={styles.progressBar}>
          <ProgressBar label="Documents checked" fraction={fraction} />
        </span>
      ) : faulty > 0 ? (
        <CircleAlert className={styles.bad} aria-hidden="true" />
      ) : null}
      <span className={styles.strong} role="status">
        {words}
      </span>
      <span className={styles.quiet}>
        {checked.toLocaleString('en')}
        {isShort && about !== null ? ` of about ${about.toLocaleString('en')}` : ''} checked in{' '}
        {seconds.toFixed(1)} s, {(checked - faulty).toLocaleString('en')} match
      </span>
      <span className={styles.grow} />
      {unchecked > 0 && (
        <span className={styles.quiet}>
          {unchecked} {unchecked === 1 ? 'rule' : 'rules'} only in code {unchecked === 1 ? 'is' : 'are'} not
          checked
        </span>
      )}
    </div>
  );
}

const nothing = { checked: 0, about: null, seconds: 0, faulty: 0, isDone: false } as const;

function wordsOf(value: JoinedCheck | null, isRunning: boolean): string {
  if (value === null) return isRunning ? 'Checking' : 'Nothing was checked';
  const { problems, faulty } = value;
  if (problems === 0) return isRunning ? 'No problem so far' : 'No problem';
  const many = (count: number, word: string) =>
    `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
  return `${many(problems, 'problem')} in ${many(faulty, 'document')}`;
}
