import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { FilterTerm, RowColumn } from '../../../../src-preload/contract/rows.ts';
import { classNames } from '../../../lib/class-names.ts';
import { PlainField } from '../../../ui/plain-field.tsx';
import { complete, completionAt } from './completion.ts';
import { FieldNames } from './field-names.tsx';
import styles from './filter-line.module.css';
import { lineOf, termsOf, unseenPath } from './terms.ts';
import { type FieldScope, useFieldNames } from './use-field-names.ts';

export interface FilterLineProps {
  readonly scope: FieldScope;
  readonly columns: readonly RowColumn[];
  readonly isCollection: boolean;
  readonly filter: readonly FilterTerm[];
  /** Asks for the focus; `term` is the one to select. A new number asks again. */
  readonly wish: { readonly serial: number; readonly term: number | null };
  readonly onFilter: (terms: readonly FilterTerm[]) => void;
  /** Esc and arrow down: back to the rows. */
  readonly onLeave: () => void;
}

/** What is wrong is said when typing rests, or at once with Enter. */
const WAIT = 700;
const EXAMPLES = {
  collection: "ship.country = 'IT' and items any qty > 2",
  table: "country = 'IT' and total > 2",
};

/** The whole filter as one line of text. Enter applies it; names of fields are completed. */
export function FilterLine(props: FilterLineProps) {
  const { scope, columns, isCollection, filter, wish, onFilter, onLeave } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const line = lineOf(filter, { columns, isCollection });
  const [draft, setDraft] = useState(line.text);
  const [caret, setCaret] = useState<number | null>(null);
  const [marked, setMarked] = useState(-1);
  const [isTold, setTold] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const names = useFieldNames(scope, columns, isCollection, hasFocus);
  useEffect(() => {
    setDraft(line.text);
    setTold(false);
  }, [line.text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const places = useRef(line.places);
  places.current = line.places;
  useEffect(() => {
    if (wish.serial === 0) return;
    field.current?.focus();
    const place = wish.term === null ? undefined : places.current[wish.term];
    if (place !== undefined) field.current?.setSelectionRange(place.start, place.end);
  }, [wish]);

  const parsed = termsOf(draft, { columns, isCollection });
  const completion = hasFocus && caret !== null ? completionAt(draft, caret, names) : null;
  // Nothing is said of a path that is still being chosen.
  const problem = !parsed.ok && isTold && completion === null ? parsed.problem : null;
  const paths = names.map(({ path }) => path);
  const note = parsed.ok ? unseenPath(parsed.terms, { columns, isCollection }, paths) : null;
  const message = problem ?? (completion === null ? note : null);

  function type(next: string, at: number): void {
    setDraft(next);
    setCaret(at);
    setMarked(-1);
    setTold(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTold(true), WAIT);
  }
  function take(index: number): void {
    const choice = completion?.choices[index];
    if (completion === null || choice === undefined) return;
    const next = complete(draft, completion, choice.path);
    // At once: the next key may come before the next frame.
    flushSync(() => type(next.text, next.caret));
    field.current?.setSelectionRange(next.caret, next.caret);
  }
  function apply(isAsked: boolean): void {
    setCaret(null);
    clearTimeout(timer.current);
    setTold(true);
    if (!parsed.ok) {
      if (isAsked) field.current?.setSelectionRange(parsed.at, parsed.end);
    } else if (draft.trim() !== line.text) onFilter(parsed.terms);
  }
  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || !handle(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }
  /** Whether the key meant something here. */
  function handle({ key }: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (completion !== null && step !== undefined) {
      const count = completion.choices.length;
      setMarked(marked < 0 && step < 0 ? count - 1 : (marked + step + count) % count);
    } else if (completion !== null && marked >= 0 && (key === 'Enter' || key === 'Tab')) take(marked);
    else if (key === 'Enter') apply(true);
    else if (key === 'Escape' && completion !== null) setCaret(null);
    else if (key === 'Escape' && draft !== line.text) {
      clearTimeout(timer.current);
      setTold(false);
      setDraft(line.text);
    } else if (key === 'Escape' || key === 'ArrowDown') onLeave();
    else return false;
    return true;
  }
  return (
    <div className={styles.bar} data-region="filter">
      <div className={styles.anchor}>
        <PlainField
          ref={field}
          role="combobox"
          aria-label="Filter by text"
          aria-autocomplete="list"
          aria-expanded={completion !== null}
          aria-controls={completion === null ? undefined : id}
          aria-activedescendant={completion !== null && marked >= 0 ? `${id}-${marked}` : undefined}
          aria-invalid={problem !== null || undefined}
          aria-describedby={message === null ? undefined : `${id}-note`}
          className={classNames(
            styles.field,
            filter.length > 0 && styles.on,
            problem !== null && styles.wrong,
          )}
          placeholder={isCollection ? EXAMPLES.collection : EXAMPLES.table}
          value={draft}
          onChange={({ target }) => type(target.value, target.selectionStart ?? target.value.length)}
          onFocus={() => setFocus(true)}
          onBlur={() => {
            setFocus(false);
            apply(false);
          }}
          onKeyDown={press}
        />
        {completion !== null && (
          <FieldNames id={id} choices={completion.choices} marked={marked} onMark={setMarked} onTake={take} />
        )}
        {message !== null && (
          <p
            id={`${id}-note`}
            role={problem === null ? 'status' : 'alert'}
            className={classNames(styles.note, problem !== null && styles.problem)}
          >
            {message}
          </p>
        )}
      </div>
    </div>
  );
}
