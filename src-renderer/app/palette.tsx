import { ArrowRight, Calendar, ChevronRight, Clock, Columns3, Database, Key, Search } from 'lucide-react';
import {
  type KeyboardEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import type { Client } from '../../src-preload/client.ts';
import { classNames } from '../lib/class-names.ts';
import { useCommandChanges, useCommands } from '../lib/commands/command-context.tsx';
import { commandIcon } from '../lib/commands/command-icon.tsx';
import { takeTypedAhead } from '../lib/typed-ahead.ts';
import { Kbd } from '../ui/kbd.tsx';
import { ObjectIcon } from '../ui/object-icon.tsx';
import { Overlay } from '../ui/overlay.tsx';
import { PlainField } from '../ui/plain-field.tsx';
import styles from './palette.module.css';
import {
  commandEntries,
  nameEntries,
  type PaletteEntry,
  type PaletteSources,
  type PaletteTarget,
  rowEntries,
  statementEntries,
} from './palette-entries.ts';
import { markedParts, type PaletteGroup, searchPalette } from './palette-search.ts';
import { usePaletteSources } from './use-palette-sources.ts';
import { useRecentStatements } from './use-recent-statements.ts';

export interface PaletteProps extends Omit<PaletteSources, 'columns' | 'recents'> {
  readonly client: Client;
  readonly onClose: () => void;
  /** Everything but commands; `isBeside` keeps what is shown now open. */
  readonly onOpen: (target: Exclude<PaletteTarget, { kind: 'command' }>, isBeside: boolean) => void;
}

/** Finds tables, columns, files, commands and recent statements; `>` finds commands only, `#` goes to a row. */
export function Palette({ client, files, catalogs, countOf, onClose, onOpen }: PaletteProps) {
  const commands = useCommands();
  const changes = useCommandChanges(commands.center);
  const { columns, recents } = usePaletteSources(client, files);
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const before = useRef<Element | null>(null);
  before.current ??= document.activeElement;
  const isChosen = useRef(false);
  const listId = useId();
  const names = useMemo(
    () => nameEntries({ files, catalogs, columns, recents, countOf }),
    [files, catalogs, columns, recents, countOf],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the center is the same object when what it can do changes.
  const doable = useMemo(() => commandEntries(commands), [commands, changes]);
  // With very many names the field goes on taking keys while the list is drawn.
  const searched = useDeferredValue(text);
  const statements = useRecentStatements(client, files, searched);
  const search = useCallback(
    (typed: string): readonly PaletteGroup[] => {
      if (typed.startsWith('#')) return [{ label: 'Rows', entries: rowEntries(typed, commands) }];
      if (typed.startsWith('>')) return searchPalette(doable, typed.slice(1));
      const recent = statementEntries(statements, typed, Date.now());
      return [
        ...searchPalette([...names, ...doable], typed),
        ...(recent.length === 0 ? [] : [{ label: 'Recent statements', entries: recent }]),
      ];
    },
    [commands, doable, names, statements],
  );
  const groups = useMemo(() => search(searched), [search, searched]);
  const items = useMemo(() => groups.flatMap(({ entries }) => entries), [groups]);
  const current = Math.min(marked, items.length - 1);

  useEffect(() => () => void takeTypedAhead(), []);

  /** The field has the focus: what was typed before is in it, and done if it ended with Enter. */
  function catchUp(): void {
    const typed = takeTypedAhead();
    if (typed.text === '') return;
    setText(typed.text);
    if (typed.isEntered) choose(search(typed.text).flatMap(({ entries }) => entries)[0], false);
  }

  function choose(item: PaletteEntry | undefined, isBeside: boolean): void {
    if (item === undefined) return;
    // What is done may move the focus: it begins where the focus was before the palette.
    isChosen.current = true;
    flushSync(onClose);
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    const { target } = item;
    if (target.kind === 'command') commands.center.run(target.id, target.argument);
    else onOpen(target, isBeside);
  }
  function press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      const next = (current + step + items.length) % items.length;
      setMarked(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      // The list may be one key behind the field.
      const found = searched === text ? items : search(text).flatMap(({ entries }) => entries);
      choose(found[Math.min(marked, found.length - 1)], event.ctrlKey || event.metaKey);
    }
  }

  let index = -1;
  return (
    <Overlay
      label="Search or run a command"
      onClose={onClose}
      initialFocus={field}
      finalFocus={() => !isChosen.current}
    >
      <div className={styles.head}>
        <Search />
        <PlainField
          ref={field}
          className={styles.input}
          role="combobox"
          aria-label="Search or run a command"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
          placeholder="A name, > for commands, # for a row"
          spellCheck={false}
          value={text}
          onFocus={catchUp}
          onChange={(event) => {
            setText(event.target.value);
            setMarked(0);
          }}
          onKeyDown={press}
        />
        <Kbd keys="Escape" />
      </div>
      <div id={listId} role="listbox" aria-label="Found" className={styles.list}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields.
          <div key={group.label} role="group" aria-label={group.label}>
            {group.entries.length > 0 && (
              <div className={styles.heading} role="presentation">
                {group.label}
              </div>
            )}
            {group.entries.map((item) => {
              index += 1;
              const place = index;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
                <div
                  key={item.id}
                  id={`${listId}-${place}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={place === current}
                  className={styles.option}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={(event) => choose(item, event.ctrlKey || event.metaKey)}
                >
                  <EntryIcon target={item.target} />
                  <span
                    className={classNames(styles.name, item.target.kind === 'statement' && styles.statement)}
                    title={item.label}
                  >
                    {markedParts(item.label, markedText(searched)).map((part) =>
                      part.isMatch ? <b key={part.at}>{part.text}</b> : part.text,
                    )}
                  </span>
                  {item.note !== '' && (
                    <span className={styles.note} title={item.note}>
                      {item.note}
                    </span>
                  )}
                  {item.keys.map((keys) => (
                    <Kbd key={keys} keys={keys} />
                  ))}
                </div>
              );
            })}
          </div>
        ))}
        {items.length === 0 && <p className={styles.none}>{nothing(text)}</p>}
      </div>
      <div className={styles.foot} aria-hidden="true">
        <span>
          <Kbd keys="Up" />
          <Kbd keys="Down" /> move
        </span>
        <span>
          <Kbd keys="Enter" /> open
        </span>
        <span>
          <Kbd keys="Ctrl+Enter" /> open beside
        </span>
        <span className={styles.grow} />
        <span>
          <Kbd keys=">" /> commands
        </span>
        <span>
          <Kbd keys="#" /> row
        </span>
      </div>
    </Overlay>
  );
}

function markedText(text: string): string {
  if (text.startsWith('#')) return '';
  return text.startsWith('>') ? text.slice(1) : text;
}

function nothing(text: string): string {
  if (text.startsWith('#')) return 'Type the number of a row, or its id, while a table is shown';
  return `No name, command or recent statement matches ${text.startsWith('>') ? text.slice(1).trim() : text}`;
}

function EntryIcon({ target }: { readonly target: PaletteTarget }) {
  switch (target.kind) {
    case 'object':
      return <ObjectIcon kind={target.object.kind} />;
    case 'column':
      return <ColumnIcon target={target} />;
    case 'file':
      return <Database />;
    case 'recent':
    case 'statement':
      return <Clock />;
    case 'command':
      return target.argument === undefined ? (commandIcon(target.id) ?? <ChevronRight />) : <ArrowRight />;
  }
}

function ColumnIcon({ target }: { readonly target: Extract<PaletteTarget, { kind: 'column' }> }) {
  if (target.isPrimaryKey) return <Key />;
  if (target.isReference) return <ArrowRight />;
  return /date|time/i.test(target.column) ? <Calendar /> : <Columns3 />;
}
