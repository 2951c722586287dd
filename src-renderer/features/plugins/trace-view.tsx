import { Ban, Clock, Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { TracedOperation } from '../../../src-preload/contract/plugins.ts';
import { classNames } from '../../lib/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Note } from '../../ui/note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { clockText, timeWords } from './plugin-words.ts';
import styles from './trace.module.css';
import { TracePage } from './trace-page.tsx';
import { useTraces } from './use-plugins.ts';

export interface TraceViewProps {
  readonly client: Client;
  readonly file: string;
  /** 0: the newest. */
  readonly operation: number;
  readonly isPaused: boolean;
  readonly onChoose: (operation: number) => void;
}

/** The last operations that had hooks, and one of them hook by hook. */
export function TraceView({ client, file, operation, isPaused, onChoose }: TraceViewProps) {
  const [text, setText] = useState('');
  const [first, setFirst] = useState<number | null>(null);
  const wanted = operation === 0 ? first : operation;
  const { operations, trace, failure } = useTraces(client, file, wanted, isPaused);
  if (wanted === null && operations?.[0] !== undefined) setFirst(operations[0].id);
  const found = operations?.filter((each) => matches(each, text)) ?? [];

  function move(event: KeyboardEvent<HTMLElement>): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = found.findIndex(({ id }) => id === wanted);
    const next = step === undefined ? undefined : found[at + step];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    event.currentTarget.querySelector(`[data-operation="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  if (operations !== null && operations.length === 0) {
    return (
      <EmptyState title="No hook was called yet">
        Turn a plugin on, then commit a change or look at rows: each operation is listed here with its hooks.
      </EmptyState>
    );
  }
  return (
    <div className={styles.body}>
      <div className={styles.side}>
        <div className={styles.search}>
          <TextField
            label="Find an operation"
            placeholder="Operation or key"
            isQuiet
            icon={<Search />}
            value={text}
            onValueChange={setText}
          />
        </div>
        <div
          className={styles.list}
          role="listbox"
          aria-label="Operations"
          tabIndex={0}
          aria-activedescendant={wanted === null ? undefined : `operation-${wanted}`}
          onKeyDown={move}
        >
          {found.map((each) => (
            <Operation key={each.id} operation={each} isChosen={each.id === wanted} onChoose={onChoose} />
          ))}
        </div>
        <p className={styles.foot}>The last 500 operations are kept</p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className={styles.page} tabIndex={0} aria-label="Trace">
        {failure !== null && <Note kind="error">{failure.message}</Note>}
        {trace !== null && <TracePage trace={trace} />}
      </section>
    </div>
  );
}

interface OperationProps {
  readonly operation: TracedOperation;
  readonly isChosen: boolean;
  readonly onChoose: (operation: number) => void;
}

function Operation({ operation, isChosen, onChoose }: OperationProps) {
  const { id, name, about, time, at, outcome, isSlow } = operation;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys.
    <div
      id={`operation-${id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      data-operation={id}
      className={classNames(styles.operation, isChosen && styles.chosen)}
      onClick={() => onChoose(id)}
    >
      <span className={styles.what}>{name}</span>
      <span className={classNames(styles.took, isSlow && styles.slow)}>{timeWords(time)}</span>
      <span className={styles.about}>{about}</span>
      {outcome === 'vetoed' || outcome === 'failed' ? (
        <span className={styles.bad}>
          <Ban aria-hidden="true" />
          {outcome}
        </span>
      ) : isSlow ? (
        <span className={styles.late}>
          <Clock aria-hidden="true" />
          slow
        </span>
      ) : (
        <span className={styles.at}>{clockText(at)}</span>
      )}
    </div>
  );
}

function matches({ name, about }: TracedOperation, text: string): boolean {
  return `${name} ${about}`.toLowerCase().includes(text.trim().toLowerCase());
}
