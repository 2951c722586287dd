import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import type { ConsoleSlots, ResultTab } from './console-slots.ts';
import type { CaretPlace } from './editor/sql-editor.tsx';
import type { RunsState } from './runs/console-runs.ts';
import type { ResultSet } from './runs/result-set.ts';
import { timeText } from './runs/run-words.ts';

/** What the status bar says of a console. */
export function statusOf(caret: CaretPlace | null, tab: ResultTab, slots: ConsoleSlots): readonly string[] {
  const { transaction, dryRun } = slots;
  const first = transaction.status === null ? [] : [transaction.status];
  if (tab === 'changes') return [...first, ...transaction.changes.status];
  if (tab === 'dryRun') return [...first, ...dryRun.status];
  if (caret === null) return first;
  const { line, column, statement, statementCount, selected } = caret;
  return [
    ...first,
    `Line ${formatCount(line)}, column ${formatCount(column)}`,
    ...(selected > 0 ? [`${countOf(selected, 'character')} selected`] : []),
    ...(statement < 0 ? [] : [`Statement ${formatCount(statement + 1)} of ${formatCount(statementCount)}`]),
  ];
}

/** Beside the tabs: "24 rows · 11.3 ms", or how far it is. */
export function resultWords(result: ResultSet | undefined, { running }: RunsState, now: number): string {
  if (running !== null) {
    const rows = result?.state === 'running' ? `${countOf(result.count, 'row')} · ` : '';
    const place = running.count > 1 ? ` · ${running.index + 1} of ${running.count}` : '';
    return `${waitWords(running.behind ?? [])}${rows}${timeText(Math.max(0, now - running.since))}${place}`;
  }
  if (result === undefined) return '';
  const rows = `${result.isCut ? 'first ' : ''}${countOf(result.count, 'row')}`;
  if (result.figures === null) return `${rows} · stopped`;
  return `${rows} · ${timeText(result.figures.milliseconds)}`;
}

/** "Waits for Console 1 and Console 2 · "; nothing where it runs. */
function waitWords(behind: readonly string[]): string {
  if (behind.length === 0) return '';
  const [first = '', second, ...rest] = behind;
  if (second === undefined) return `Waits for ${first} · `;
  const others = rest.length === 0 ? ` and ${second}` : `, ${second} and ${formatCount(rest.length)} more`;
  return `Waits for ${first}${others} · `;
}
