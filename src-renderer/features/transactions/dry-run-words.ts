import type { DryRunCause, DryRunResult, DryRunStatement } from '../../../src-preload/contract/queries.ts';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { cellText, keyText } from '../../lib/cells/cell-text.ts';
import { countWords, stagedRows } from '../../lib/edits/edit-counts.ts';
import { clockTime } from '../../lib/relative-time.ts';
import { oneLine } from '../../lib/sql/sql-text.tsx';
import { millisecondWords } from '../../lib/transactions/transaction-words.ts';
import { byWords } from './timeline-words.ts';

/** How the statements of a dry run ended. */
export interface DryRunTally {
  /** Without anything to say against it. */
  readonly ran: number;
  readonly failed: number;
  readonly broken: number;
  readonly leftOut: number;
}

export function tallyOf(statements: readonly DryRunStatement[]): DryRunTally {
  const tally = { ran: 0, failed: 0, broken: 0, leftOut: 0 };
  for (const { outcome, broken } of statements) {
    if (outcome === 'failed') tally.failed += 1;
    else if (outcome === 'left-out') tally.leftOut += 1;
    else if (broken.length > 0) tally.broken += 1;
    else tally.ran += 1;
  }
  return tally;
}

/** "2 problems"; null: there are none. */
export function problemsNote({ statements, atCommit }: DryRunResult): string | null {
  const { failed, broken } = tallyOf(statements);
  const problems = failed + broken + (atCommit === null ? 0 : 1);
  return problems === 0 ? null : countOf(problems, 'problem');
}

/** What is said where foreign keys that wait for COMMIT would not hold. */
export const COMMIT_FAILS = 'COMMIT would fail: FOREIGN KEY constraint failed';

/** What went wrong, part by part: "1 failed", "1 breaks a schema", "1 left out". */
export function problemWords({ failed, broken, leftOut }: DryRunTally): readonly string[] {
  return [
    failed > 0 ? `${formatCount(failed)} failed` : '',
    broken > 0 ? brokenWords(broken) : '',
    leftOut > 0 ? `${formatCount(leftOut)} left out` : '',
  ].filter((words) => words !== '');
}

/** "1 breaks a schema". */
export function brokenWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'breaks' : 'break'} a schema`;
}

/** A rule that documents would break: "orders: total must be a number, in 3 documents". */
export function ruleWords({ object, message, documents }: DryRunStatement['broken'][number]): string {
  return `${object}: ${message.replace(/\.$/, '')}, in ${countOf(documents, 'document')}`;
}

/** What a row has to do with a failure: "invoices, id 1: customer 6 would not be in customers". `name`: as people call it. */
export function causeWords({ object, key, role, values, parent }: DryRunCause, name: string): string {
  const shown = values.map(({ column, value }) => `${column} ${cellText(value)}`).join(', ');
  const row = key === null ? `A new row of ${object}` : `${object}, ${name}`;
  switch (role) {
    case 'orphan':
      return `${row}: ${shown} would not be in ${parent ?? 'the other table'}`;
    case 'taken':
      return shown === name ? `${row} is there already` : `${row} has ${shown} already`;
    case 'refused':
      return shown === '' ? row : `${row}: ${shown}`;
  }
}

/** What the green note says after its first words. */
export function unchangedWords({ isUnchanged }: DryRunResult): string {
  return isUnchanged
    ? 'The script ran in a transaction that was rolled back. The file’s bytes and data_version are the same as before.'
    : 'The script ran in a transaction that was rolled back. Another program has written to the file meanwhile.';
}

/** A dry run as text, for others to read. */
export function dryRunReport(fileName: string, result: DryRunResult): string {
  const { at, statements, atCommit, tables, counts, byTriggers, milliseconds, heldMilliseconds } = result;
  const total = stagedRows(counts) === 0 ? 'nothing' : countWords(counts);
  const triggers =
    byTriggers === 0 ? '' : `, ${formatCount(byTriggers)} of them by triggers and foreign keys`;
  return [
    `Dry run on ${fileName}, ${new Date(at).toISOString().slice(0, 10)} ${clockTime(at)}`,
    `Nothing was written. ${unchangedWords(result)}`,
    `It would change: ${total}${triggers}.`,
    `${countOf(statements.length, 'statement')} in ${millisecondWords(milliseconds)}; the write lock was held for ${millisecondWords(heldMilliseconds)}.`,
    '',
    ...statements.flatMap((statement, index) => statementLines(statement, index + 1)),
    ...(atCommit === null ? [] : [COMMIT_FAILS, ...causeLines(atCommit.causes)]),
    ...(tables.length === 0 ? [] : ['', 'Tables']),
    ...tables.map(({ object, counts: own, byTrigger, reason }) => {
      const by = byTrigger === null ? '' : ` (${byWords(byTrigger)})`;
      return `${object}${by}: ${reason ?? countWords(own)}`;
    }),
    '',
  ].join('\n');
}

function statementLines(statement: DryRunStatement, number: number): readonly string[] {
  const { sql, problem, causes, broken, milliseconds } = statement;
  return [
    `${number}. ${oneLine(sql)}`,
    `   ${outcomeWords(statement)}, ${millisecondWords(milliseconds)}`,
    ...(problem === null ? [] : [`   ${problem}`]),
    ...causeLines(causes),
    ...broken.flatMap((rule) => [
      `   ${ruleWords(rule)}`,
      ...rule.rows.map(({ key, label }) => `     ${rule.object}, ${label ?? keyText(key)}`),
    ]),
  ];
}

function causeLines(causes: readonly DryRunCause[]): readonly string[] {
  return causes.map((cause) => `     ${causeWords(cause, cause.label ?? keyText(cause.key ?? []))}`);
}

/** How one statement ended, in words. */
export function outcomeWords({ outcome, counts, rows }: DryRunStatement): string {
  if (outcome === 'failed') return 'failed';
  if (outcome === 'left-out') return 'left out';
  if (counts !== null && stagedRows(counts) > 0) return countWords(counts);
  if (rows !== null && rows > 0) return countOf(rows, 'row');
  return 'nothing changed';
}
