import { Copy, X } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Client, isCancelled } from '../../../src-preload/client.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { DryRunResult, QueryParameter } from '../../../src-preload/contract/queries.ts';
import { copyText } from '../../lib/copy-text.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { type AfterFailure, DryRunPane } from './dry-run-pane.tsx';
import { DryRunView } from './dry-run-view.tsx';
import { dryRunReport, problemsNote, problemWords, tallyOf } from './dry-run-words.ts';

/** A text that is to be tried. */
export interface DryRunScript {
  readonly sql: string;
  /** Where it begins in the text of the console, in UTF-16 units. */
  readonly from: number;
  readonly parameters: readonly QueryParameter[];
}

/** A place in the text of the console that a dry run found something at. */
export interface DryRunMark {
  readonly kind: 'error' | 'warning';
  readonly from: number;
  readonly to: number;
}

export interface DryRunOptions {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** Tries the text of the console as it is now. */
  readonly onAgain: () => void;
  /** Runs it in a transaction. */
  readonly onBegin: () => void;
  readonly onGoTo: (offset: number) => void;
  /** Shows a row in its table. */
  readonly onShowRow: (object: string, row: EditRow) => void;
  readonly onClose: () => void;
}

/** A dry run as a console shows it. */
export interface DryRunParts {
  readonly run: (script: DryRunScript) => void;
  readonly isRunning: boolean;
  readonly stop: () => void;
  readonly note: string | null;
  readonly actions: ReactNode;
  /** null: there was none yet. */
  readonly content: ReactNode;
  readonly pane: ReactNode;
  readonly marks: readonly DryRunMark[];
  readonly status: readonly string[];
}

interface Shown {
  readonly script: DryRunScript;
  /** Of this script, or of the one before while this one runs. */
  readonly result: DryRunResult | null;
  readonly failure: Failure | null;
  readonly isRunning: boolean;
}

const NO_MARKS: readonly DryRunMark[] = [];

/** Tries scripts, and gives what the page of a console shows of it. */
export function useDryRun(options: DryRunOptions): DryRunParts {
  const { client, file, onAgain, onBegin, onGoTo, onShowRow, onClose } = options;
  const [shown, setShown] = useState<Shown | null>(null);
  const [afterFailure, setAfterFailure] = useState<AfterFailure>('continue');
  const running = useRef<AbortController | null>(null);
  const { state } = useFileTransaction(client, file.id);
  const isFloating = useMediaQuery('(max-width: 1199px)');
  useEffect(() => () => running.current?.abort(), []);

  const run = useCallback(
    (script: DryRunScript) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setShown((before) => ({ script, result: before?.result ?? null, failure: null, isRunning: true }));
      const put = (change: Partial<Shown>) => {
        if (running.current !== controller) return;
        running.current = null;
        setShown((before) => before && { ...before, ...change, isRunning: false });
      };
      const { sql, parameters } = script;
      client.queries
        .dryRun(
          { file: file.id, sql, parameters: [...parameters], afterFailure },
          { signal: controller.signal },
        )
        .then(
          (result) => put({ result }),
          (error: unknown) => put({ result: null, failure: isCancelled(error) ? STOPPED : toFailure(error) }),
        );
    },
    [client, file.id, afterFailure],
  );
  const stop = useCallback(() => running.current?.abort(), []);

  const result = shown?.result ?? null;
  const isRunning = shown?.isRunning === true;
  const isCurrent = !isRunning && result !== null;
  const from = shown?.script.from ?? 0;
  const marks = useMemo(() => (isCurrent ? marksOf(result, from) : NO_MARKS), [isCurrent, result, from]);
  return {
    run,
    isRunning,
    stop,
    note: isCurrent ? problemsNote(result) : null,
    actions: isCurrent && (
      <Button
        variant="ghost"
        icon={<Copy />}
        onClick={() => void copyText(dryRunReport(file.name, result), 'Report copied')}
      >
        Copy report
      </Button>
    ),
    content: shown && (
      <Content
        client={client}
        file={file}
        shown={shown}
        onGoTo={(offset) => onGoTo(shown.script.from + offset)}
        onShowRow={onShowRow}
        onAgain={onAgain}
        onStop={stop}
      />
    ),
    pane: (
      <DryRunPane
        result={result}
        isRunning={isRunning}
        afterFailure={afterFailure}
        isInTransaction={state?.isMine === true}
        onAfterFailure={setAfterFailure}
        onAgain={onAgain}
        onStop={stop}
        onBegin={onBegin}
        close={
          isFloating && (
            <IconButton label="Close the pane" onClick={onClose}>
              <X />
            </IconButton>
          )
        }
      />
    ),
    marks,
    status: isCurrent ? ['Dry run, rolled back', ...problemWords(tallyOf(result.statements))] : [],
  };
}

const STOPPED: Failure = {
  code: 'CANCELLED',
  message: 'The dry run was stopped and rolled back. Nothing was written.',
  hint: null,
  details: null,
};

/** Statements that failed or break a schema, by their places in the text of the console. */
export function marksOf({ statements }: DryRunResult, offset: number): readonly DryRunMark[] {
  return statements.flatMap(({ from, to, outcome, broken }): readonly DryRunMark[] => {
    const place = { from: from + offset, to: to + offset };
    if (outcome === 'failed') return [{ kind: 'error', ...place }];
    return outcome === 'left-out' || broken.length > 0 ? [{ kind: 'warning', ...place }] : [];
  });
}

interface ContentProps extends Pick<DryRunOptions, 'client' | 'file' | 'onGoTo' | 'onShowRow' | 'onAgain'> {
  readonly shown: Shown;
  readonly onStop: () => void;
}

function Content({ client, file, shown, onGoTo, onShowRow, onAgain, onStop }: ContentProps) {
  const { result, failure, isRunning } = shown;
  if (failure !== null) {
    return (
      <EmptyState title={failure.message} actions={<Button onClick={onAgain}>Dry run again</Button>} isAlert>
        {failure.hint}
      </EmptyState>
    );
  }
  if (isRunning || result === null) {
    return (
      <EmptyState title="Trying the script" actions={<Button onClick={onStop}>Stop</Button>}>
        <ProgressBar label="Trying the script" fraction={null} />
        It runs in a transaction that is rolled back.
      </EmptyState>
    );
  }
  return (
    <DryRunView
      key={result.at}
      client={client}
      file={file.id}
      result={result}
      onGoTo={onGoTo}
      onShowRow={onShowRow}
    />
  );
}
