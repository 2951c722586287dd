import { Database, Folder } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { acceptMatch, type PathMatch, rootMatches, suggestion } from './path-completion.ts';
import styles from './path-field.module.css';

export interface PathFieldProps {
  readonly client: Client;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** Enter on a path, typed or completed. */
  readonly onSubmit: (path: string) => void;
  readonly error?: string | undefined;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

const WAIT_MILLISECONDS = 80;
const SHOWN = 8;

/** A path with completion inside the folders that Cairn may read: Tab completes, arrows choose, Enter opens. */
export function PathField(props: PathFieldProps) {
  const { client, value, onValueChange, onSubmit, error, inputRef } = props;
  const [matches, setMatches] = useState<readonly PathMatch[]>([]);
  /** The folders that may be read, while what is typed lies outside of them. */
  const [allowed, setAllowed] = useState<readonly string[] | null>(null);
  const [marked, setMarked] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const shown = isOpen ? matches.slice(0, SHOWN) : [];
  const hint = suggestion(matches, marked);

  useEffect(() => {
    setMarked(-1);
    if (value === '') {
      setMatches([]);
      setAllowed(null);
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const { signal } = controller;
      complete(client, value, signal).then(
        (answer) => {
          if (signal.aborted) return;
          setMatches(answer.matches);
          setAllowed(answer.allowed);
        },
        // Completion is an offer; opening the path tells what is wrong with it.
        () => setMatches([]),
      );
    }, WAIT_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, value]);

  function accept(match: PathMatch): void {
    onValueChange(acceptMatch(match));
    setOpen(match.isFolder);
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (matches.length === 0) return;
      event.preventDefault();
      setOpen(true);
      const count = Math.min(matches.length, SHOWN);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setMarked((before) => (before < 0 ? (step > 0 ? 0 : count - 1) : (before + step + count) % count));
    } else if (event.key === 'Tab' && !event.shiftKey && hint !== undefined && acceptMatch(hint) !== value) {
      event.preventDefault();
      accept(hint);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = marked >= 0 ? matches[marked] : undefined;
      if (chosen?.isFolder) accept(chosen);
      else if (chosen !== undefined || value.trim() !== '') {
        setOpen(false);
        onSubmit(chosen?.path ?? value.trim());
      }
    } else if (event.key === 'Escape' && shown.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  }

  return (
    <div className={styles.place}>
      <TextField
        ref={inputRef}
        label="Path"
        isMono
        placeholder="Path, such as ~/data/shop.sqlite"
        value={value}
        error={error}
        onValueChange={(text) => {
          onValueChange(text);
          setOpen(true);
        }}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-activedescendant={marked >= 0 && isOpen ? `${listId}-${marked}` : undefined}
        end={
          hint !== undefined && acceptMatch(hint) !== value ? (
            <span className={styles.hint}>
              <Kbd keys="Tab" />
              {hint.name}
            </span>
          ) : null
        }
      />
      <div className={styles.list} hidden={!isOpen || (shown.length === 0 && allowed === null)}>
        <div id={listId} role="listbox" aria-label="Completions">
          {shown.map((match, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
            <div
              key={match.path}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === marked}
              className={styles.option}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(match)}
            >
              {match.isFolder ? <Folder /> : <Database />}
              {match.name}
            </div>
          ))}
        </div>
        {allowed !== null && (
          <p className={styles.allowed} role="status">
            {allowed.length === 0
              ? 'Cairn may read no folder. Name one on its command line.'
              : `Cairn may read ${allowed.join(', ')}. Others are named where it is started.`}
          </p>
        )}
      </div>
    </div>
  );
}

interface Completions {
  readonly matches: readonly PathMatch[];
  readonly allowed: readonly string[] | null;
}

/** The ways to complete a path; outside the allowed folders, those of them that it leads to. */
async function complete(client: Client, text: string, signal: AbortSignal): Promise<Completions> {
  const { folder, matches } = await client.files.complete({ text }, { signal });
  if (folder !== null) return { matches, allowed: null };
  const { roots } = await client.files.roots({}, { signal });
  return { matches: rootMatches(roots, text), allowed: roots.map(({ display }) => display) };
}
