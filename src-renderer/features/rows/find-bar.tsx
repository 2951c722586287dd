import { CaseSensitive, ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import { useCommandKeys } from '../../lib/commands/command-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './find-bar.module.css';
import type { FindQuery, FindState } from './use-find.ts';

export interface FindBarProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly state: FindState;
  readonly columns: readonly RowColumn[];
  readonly rowCount: number;
  readonly isCountExact: boolean;
  readonly onFind: (query: FindQuery) => void;
  readonly onStep: (by: -1 | 1) => void;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

const WAIT = 300;
const ALL = 'all';

/** Find in all columns: matches stream in while it reads; Esc stops it, then closes it. */
export function FindBar(props: FindBarProps) {
  const { field, state, columns, rowCount, isCountExact, onFind, onStep, onStop, onClose } = props;
  const keys = useCommandKeys();
  const [text, setText] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [column, setColumn] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    field.current?.focus();
    return () => clearTimeout(timer.current);
  }, [field]);

  function search(query: FindQuery, wait = 0): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onFind(query), wait);
  }
  function press(event: React.KeyboardEvent): void {
    if (event.key === 'Enter') {
      const isSame = state.query?.text === text;
      if (isSame) onStep(event.shiftKey ? -1 : 1);
      else search({ text, matchCase, column });
    } else if (event.key === 'Escape') {
      if (state.isRunning) onStop();
      else onClose();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const found = state.totalMatches;
  const soFar = state.isRunning ? ' so far' : '';
  const counted =
    state.query === null || state.error !== null
      ? ''
      : found === 0
        ? state.isRunning
          ? 'No match so far'
          : 'No match'
        : `${state.current + 1} of ${formatCount(found)}${soFar}`;
  const of = isCountExact ? formatCount(rowCount) : formatAbout(rowCount);
  return (
    <search
      className={styles.bar}
      aria-label="Find in the rows"
      data-command-region="find"
      data-region="find"
    >
      <TextField
        ref={field}
        className={styles.field ?? ''}
        label="Find"
        placeholder="Find in the rows"
        icon={<Search />}
        value={text}
        onValueChange={(next) => {
          setText(next);
          search({ text: next, matchCase, column }, WAIT);
        }}
        onKeyDown={press}
      />
      <Menu
        trigger={
          <SelectButton lead="In" className={styles.scope ?? ''}>
            {column === null ? `all ${columns.length} columns` : column}
          </SelectButton>
        }
        entries={[
          {
            kind: 'choice',
            isClosing: true,
            label: 'Find in',
            value: column === null ? ALL : `column ${column}`,
            choices: [
              { value: ALL, label: `All ${columns.length} columns` },
              ...columns.map(({ name }) => ({ value: `column ${name}`, label: name })),
            ],
            onChoose: (value) => {
              const next = value === ALL ? null : value.slice('column '.length);
              setColumn(next);
              search({ text, matchCase, column: next });
            },
          },
        ]}
      />
      <IconButton
        label="Match upper and lower case"
        isPressed={matchCase}
        onClick={() => {
          setMatchCase(!matchCase);
          search({ text, matchCase: !matchCase, column });
        }}
      >
        <CaseSensitive />
      </IconButton>
      <span className={styles.count}>{counted}</span>
      <VisuallyHidden live="polite">{state.isRunning ? '' : counted}</VisuallyHidden>
      <IconButton
        label="Previous match"
        keys={keys('table.findPrevious')}
        disabled={found === 0}
        onClick={() => onStep(-1)}
      >
        <ChevronUp />
      </IconButton>
      <IconButton
        label="Next match"
        keys={keys('table.findNext')}
        disabled={found === 0}
        onClick={() => onStep(1)}
      >
        <ChevronDown />
      </IconButton>
      <span className={styles.grow} />
      {state.error !== null && (
        <span role="alert" className={styles.error}>
          {state.error}
        </span>
      )}
      {state.isCut && <span className={styles.note}>Stopped at {formatCount(found)} matches</span>}
      {state.isRunning && (
        <>
          <span className={styles.progress}>
            <ProgressBar label="Finding" fraction={rowCount === 0 ? null : state.rowsRead / rowCount} />
          </span>
          <span className={styles.note}>
            {formatCount(state.rowsRead)} of {of} rows, {(state.milliseconds / 1000).toFixed(1)} s
          </span>
          <Button
            keys="Escape"
            onClick={() => {
              onStop();
              // The button goes with what it stopped; the keys of the bar go on.
              field.current?.focus();
            }}
          >
            Stop
          </Button>
        </>
      )}
      <IconButton label="Close" onClick={onClose}>
        <X />
      </IconButton>
    </search>
  );
}
