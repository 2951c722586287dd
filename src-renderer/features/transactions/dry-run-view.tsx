import { Check, ChevronDown, ChevronRight, CircleAlert, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { DryRunResult, DryRunStatement } from '../../../src-preload/contract/queries.ts';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { CardList, type CardListHandle } from '../../lib/changes/card-list.tsx';
import { rowName } from '../../lib/changes/row-name.ts';
import { useDocumentColumns } from '../../lib/changes/use-document-columns.ts';
import { useKeyNames } from '../../lib/changes/use-key-names.ts';
import { classNames } from '../../lib/class-names.ts';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import { useFileEdits } from '../../lib/edits/use-edits.ts';
import { oneLine, SqlLine } from '../../lib/sql/sql-text.tsx';
import { millisecondWords } from '../../lib/transactions/transaction-words.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import { TableLine } from './change-head.tsx';
import { ChangedRow } from './changed-row.tsx';
import shared from './changes.module.css';
import { CountMarks } from './count-marks.tsx';
import styles from './dry-run.module.css';
import { type DryRunBlock, dryRunBlocks, tableBlockId } from './dry-run-blocks.ts';
import {
  brokenWords,
  COMMIT_FAILS,
  causeWords,
  outcomeWords,
  ruleWords,
  tallyOf,
  unchangedWords,
} from './dry-run-words.ts';

export interface DryRunViewProps {
  readonly client: Client;
  readonly file: string;
  readonly result: DryRunResult;
  /** Puts the caret at a place of the script. */
  readonly onGoTo: (offset: number) => void;
  readonly onShowRow: (object: string, row: EditRow) => void;
}

/** What a script would do, statement by statement, and table by table. */
export function DryRunView({ client, file, result, onGoTo, onShowRow }: DryRunViewProps) {
  const { statements, tables } = result;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<CardListHandle>(null);
  const blocks = useMemo(() => dryRunBlocks(result, open), [result, open]);
  const edits = useFileEdits(client, file);
  const names = useMemo(() => namesIn(result), [result]);
  const keyNamesOf = useKeyNames(edits, names);
  const documentColumnOf = useDocumentColumns(edits, JSON.stringify(names));

  function toggle(object: string): void {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(object)) next.add(object);
      return next;
    });
  }
  function showTable(object: string): void {
    setOpen((before) => new Set([...before, object]));
    const index = blocks.findIndex(({ id }) => id === tableBlockId(object));
    if (index >= 0) list.current?.reveal(index);
  }
  function draw(block: DryRunBlock) {
    switch (block.kind) {
      case 'summary':
        return <Summary result={result} />;
      case 'titles':
        return (
          <div className={styles.titles} aria-hidden="true">
            <span>#</span>
            <span>Statement</span>
            <span>Rows</span>
            <span>ms</span>
          </div>
        );
      case 'statement':
        return <StatementLine statement={block.statement} number={block.number} />;
      case 'problem':
        return <Problem statement={block.statement} onGoTo={onGoTo} />;
      case 'commit':
        return (
          <div className={styles.problem}>
            <CircleAlert aria-hidden="true" />
            <span className={styles.words}>{COMMIT_FAILS}</span>
          </div>
        );
      case 'cause': {
        const { object, key, label, isInFile } = block.cause;
        const row = key === null ? null : { key };
        const name = row === null ? '' : (label ?? rowName(row, keyNamesOf(object)));
        const show = row !== null && isInFile ? () => onShowRow(object, row) : null;
        return <RowLine words={causeWords(block.cause, name)} isFailure onShow={show} />;
      }
      case 'document': {
        const { object, row } = block;
        const name = row.label ?? rowName(row, keyNamesOf(object));
        const show = row.isInFile ? () => onShowRow(object, { key: row.key }) : null;
        return <RowLine words={`${object}, ${name}`} isFailure={false} onShow={show} />;
      }
      case 'others':
        return (
          <RowLine words={countOf(block.hidden, 'more row')} isFailure={block.isFailure} onShow={null} />
        );
      case 'rule': {
        const { object } = block.rule;
        return (
          <div className={styles.rule}>
            <TriangleAlert aria-hidden="true" />
            <span className={styles.words}>{ruleWords(block.rule)}</span>
            {tables.some((table) => table.object === object) && (
              <PlainButton className={styles.link} onClick={() => showTable(object)}>
                Show rows
              </PlainButton>
            )}
          </div>
        );
      }
      case 'table':
        return (
          <PlainButton
            className={styles.table}
            aria-expanded={block.isOpen}
            onClick={() => toggle(block.table.object)}
          >
            {block.isOpen ? <ChevronDown /> : <ChevronRight />}
            <TableLine table={block.table} />
          </PlainButton>
        );
      case 'row':
        return (
          <ChangedRow
            row={block.row}
            keyNames={keyNamesOf(block.row.object)}
            documentColumn={documentColumnOf(block.row.object)}
            onRevert={null}
            onShowRow={null}
          />
        );
      case 'reason':
        return <p className={shared.reason}>{block.text}</p>;
      case 'more':
        return <p className={shared.more}>{countOf(block.hidden, 'more row', 'more rows')}</p>;
    }
  }
  return (
    <div className={styles.view}>
      <div className={styles.note} role="status">
        <ShieldCheck aria-hidden="true" />
        <span>
          <b>Nothing was written.</b> {unchangedWords(result)}
        </span>
      </div>
      {statements.length > 0 && (
        <CardList label="Report of the dry run" blocks={blocks} handle={list}>
          {draw}
        </CardList>
      )}
    </div>
  );
}

/** The tables of which rows are named. */
function namesIn({ tables, statements, atCommit }: DryRunResult): readonly string[] {
  const told = statements.flatMap(({ causes, broken }) => [...causes, ...broken]);
  const waiting = atCommit?.causes ?? [];
  return [...new Set([...tables, ...told, ...waiting].map(({ object }) => object))];
}

interface RowLineProps {
  readonly words: string;
  readonly isFailure: boolean;
  /** null: the file does not have the row. */
  readonly onShow: (() => void) | null;
}

/** A row under what is said of a statement. */
function RowLine({ words, isFailure, onShow }: RowLineProps) {
  return (
    <div className={classNames(isFailure ? styles.problem : styles.rule, styles.row)}>
      <span className={styles.words}>{words}</span>
      {onShow !== null && (
        <PlainButton className={styles.link} aria-label={`Show row: ${words}`} onClick={onShow}>
          Show row
        </PlainButton>
      )}
    </div>
  );
}

function Summary({ result: { statements, milliseconds } }: { readonly result: DryRunResult }) {
  const { ran, failed, broken, leftOut } = tallyOf(statements);
  return (
    <div className={styles.summary}>
      <h2 className={styles.title}>Statements</h2>
      <span className={styles.quiet}>
        {formatCount(statements.length)} in {millisecondWords(milliseconds)}
      </span>
      <span className={styles.grow} />
      {ran > 0 && (
        <span className={styles.ran}>
          <Check aria-hidden="true" />
          {formatCount(ran)} ran
        </span>
      )}
      {failed > 0 && (
        <span className={styles.failed}>
          <CircleAlert aria-hidden="true" />
          {formatCount(failed)} failed
        </span>
      )}
      {broken > 0 && (
        <span className={styles.broken}>
          <TriangleAlert aria-hidden="true" />
          {brokenWords(broken)}
        </span>
      )}
      {leftOut > 0 && <span className={styles.quiet}>{formatCount(leftOut)} left out</span>}
    </div>
  );
}

interface StatementLineProps {
  readonly statement: DryRunStatement;
  readonly number: number;
}

function StatementLine({ statement, number }: StatementLineProps) {
  const { sql, counts, outcome, milliseconds } = statement;
  const changed = outcome === 'ran' && counts !== null && stagedRows(counts) > 0;
  return (
    <div className={styles.line}>
      <span className={styles.number}>{number}</span>
      <span className={styles.sql} title={oneLine(sql)}>
        <SqlLine sql={sql} />
      </span>
      <span className={styles.outcome}>
        {changed ? (
          <CountMarks counts={counts} isShort />
        ) : outcome === 'failed' ? (
          <span className={styles.failed}>
            <CircleAlert aria-hidden="true" />
            failed
          </span>
        ) : (
          <span className={styles.quiet}>{outcomeWords(statement)}</span>
        )}
      </span>
      <span className={styles.time}>{outcome === 'left-out' ? '' : milliseconds.toFixed(1)}</span>
    </div>
  );
}

interface ProblemProps {
  readonly statement: DryRunStatement;
  readonly onGoTo: (offset: number) => void;
}

function Problem({ statement: { problem, outcome, from }, onGoTo }: ProblemProps) {
  const isFailed = outcome === 'failed';
  return (
    <div className={isFailed ? styles.problem : styles.rule}>
      {isFailed ? <CircleAlert aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
      <span className={styles.words}>{problem}</span>
      <PlainButton className={styles.link} onClick={() => onGoTo(from)}>
        Show statement
      </PlainButton>
    </div>
  );
}
