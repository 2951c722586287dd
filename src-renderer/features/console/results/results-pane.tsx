import { Table2 } from 'lucide-react';
import { type RefObject, useId, useRef, useState } from 'react';
import type { CopyFormat } from '../../../../src-preload/contract/rows.ts';
import { countOf, formatCount } from '../../../lib/cells/byte-size.ts';
import { useCommandHandlers, useCommandKeys } from '../../../lib/commands/command-context.tsx';
import { copyText } from '../../../lib/copy-text.ts';
import {
  clampSelection,
  type GridSelection,
  isRange,
  selectAll,
  selectCell,
  selectColumn,
  selectedRowCount,
  selectRow,
} from '../../../lib/grid/selection.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PlainButton } from '../../../ui/plain-button.tsx';
import { showToast } from '../../../ui/toasts.ts';
import type { ResultSet } from '../runs/result-set.ts';
import { statementLine } from '../runs/run-words.ts';
import type { KeptWidths } from './kept-widths.ts';
import { ResultGrid } from './result-grid.tsx';
import { resultFormats, resultText } from './result-text.ts';
import styles from './results-pane.module.css';
import { ValueDialog } from './value-dialog.tsx';

export interface ResultsPaneProps {
  readonly results: readonly ResultSet[];
  readonly shown: ResultSet | undefined;
  readonly isRunning: boolean;
  /** Nothing was run yet. */
  readonly isFresh: boolean;
  readonly runKeys: string | undefined;
  readonly onShow: (id: number) => void;
  readonly onMore: (id: number) => void;
  readonly widths: KeptWidths;
  readonly copy: RefObject<((format: CopyFormat, withHeader: boolean) => void) | null>;
}

const FIRST = selectCell({ row: 0, column: 0 });

/** The results of the last run: one grid, and tabs to choose where there are several. */
export function ResultsPane(props: ResultsPaneProps) {
  const { results, shown, isRunning } = props;
  const pane = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const [selections, setSelections] = useState<ReadonlyMap<number, GridSelection>>(new Map());
  const [opened, setOpened] = useState(false);
  const keys = useCommandKeys();
  const bounds = { rowCount: shown?.count ?? 0, columnCount: shown?.columns.length ?? 0 };
  const selection = clampSelection((shown && selections.get(shown.id)) ?? FIRST, bounds);
  const select = (next: GridSelection) => {
    if (shown !== undefined) setSelections(new Map([[shown.id, next]]));
  };
  function copy(format: CopyFormat, withHeader: boolean): void {
    if (shown === undefined || shown.count === 0) return;
    const part = isRange(selection) || !withHeader ? selection : selectAll(selection, bounds);
    try {
      const rows = selectedRowCount(part as GridSelection);
      void copyText(resultText(shown, part, format, withHeader), `${countOf(rows, 'row')} copied`);
    } catch (error) {
      showToast({ kind: 'error', title: error instanceof Error ? error.message : String(error) });
    }
  }
  props.copy.current = copy;
  const isEmpty = bounds.rowCount === 0;
  useCommandHandlers(
    {
      'grid.copy': { isOff: isEmpty, run: () => copy('tsv', false) },
      'grid.copyJson': { isOff: isEmpty, run: () => copy('json', true) },
      'grid.selectAll': { isOff: isEmpty, run: () => select(selectAll(selection, bounds)) },
      'grid.selectRow': {
        isOff: isEmpty,
        run: () => select(selectRow(selection.cursor.row, selection.cursor.column, bounds)),
      },
      'grid.selectColumn': {
        isOff: isEmpty,
        run: () => select(selectColumn(selection, selection.cursor.column, false, bounds)),
      },
    },
    pane,
  );
  if (shown === undefined) {
    return (
      <EmptyState icon={<Table2 />} title={props.isFresh ? 'Nothing was run yet' : 'No rows were given'}>
        {props.isFresh
          ? `${props.runKeys ?? 'Run'} runs the statement at the caret.`
          : 'What the statements did is told under Messages.'}
      </EmptyState>
    );
  }
  const cell = shown.rows.at(selection.cursor.row)?.[selection.cursor.column];
  return (
    <div ref={pane} className={styles.pane}>
      {results.length > 1 && (
        <div className={styles.sets} role="tablist" aria-label="Result sets">
          {results.map((result, index) => (
            <PlainButton
              key={result.id}
              role="tab"
              aria-selected={result.id === shown.id}
              tabIndex={result.id === shown.id ? 0 : -1}
              className={styles.set ?? ''}
              title={statementLine(result.sql)}
              onClick={() => props.onShow(result.id)}
              onKeyDown={(event) => {
                const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                const next = step === undefined ? undefined : results.at((index + step) % results.length);
                if (next === undefined) return;
                event.preventDefault();
                props.onShow(next.id);
                const tabs = event.currentTarget.parentElement?.children;
                (tabs?.[results.indexOf(next)] as HTMLElement | undefined)?.focus();
              }}
            >
              {index + 1} · {statementLine(result.sql, 32)}
              <span className={styles.count}>{formatCount(result.count)}</span>
            </PlainButton>
          ))}
        </div>
      )}
      <ResultGrid
        key={shown.id}
        gridId={gridId}
        label={`Result ${results.findIndex(({ id }) => id === shown.id) + 1}`}
        result={shown}
        selection={selection}
        onSelection={select}
        onOpen={() => setOpened(true)}
        widths={props.widths}
        menu={() => [
          { label: 'Copy cells', keys: keys('grid.copy'), onSelect: () => copy('tsv', false) },
          ...resultFormats.map(({ format, label }) => ({
            label: `Copy as ${label}`,
            onSelect: () => copy(format, true),
          })),
        ]}
      />
      {shown.count === 0 && shown.state === 'done' && <p className={styles.note}>No row matches.</p>}
      {shown.isCut && shown.figures?.changes != null && (
        <p className={styles.more}>
          {formatCount(shown.count)} of the rows that it gave were read; it has written them all.
        </p>
      )}
      {shown.isCut && shown.figures?.changes == null && !isRunning && (
        <div className={styles.more}>
          <span>{formatCount(shown.count)} rows were read, and there are more.</span>
          <Button size="small" onClick={() => props.onMore(shown.id)}>
            Load more
          </Button>
        </div>
      )}
      {opened && cell !== undefined && (
        <ValueDialog
          name={shown.columns[selection.cursor.column]?.name ?? ''}
          cell={cell}
          onClose={() => {
            setOpened(false);
            pane.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
          }}
        />
      )}
    </div>
  );
}
