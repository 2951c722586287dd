import { ChevronRight, Database, Search } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { Catalogs } from '../features/catalog/catalog-state.ts';
import type { OpenObjectRequest } from '../features/catalog/catalog-tree.tsx';
import { ObjectIcon } from '../features/catalog/object-icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Overlay } from '../ui/overlay.tsx';
import { type Command, keysOf } from './commands.ts';
import styles from './palette.module.css';
import { type PaletteItem, paletteItems } from './palette-items.ts';

export interface PaletteProps {
  readonly files: readonly OpenFileInfo[];
  readonly catalogs: Catalogs;
  readonly commands: readonly Command[];
  readonly reserved: readonly string[];
  readonly onClose: () => void;
  readonly onOpen: (request: OpenObjectRequest) => void;
  readonly onShowFile: (file: OpenFileInfo) => void;
}

/** Finds files, tables, collections and commands by name; `>` finds commands only. */
export function Palette(props: PaletteProps) {
  const { files, catalogs, commands, reserved, onClose, onOpen, onShowFile } = props;
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const items = useMemo(
    () => paletteItems(text, files, catalogs, commands),
    [text, files, catalogs, commands],
  );
  const current = Math.min(marked, items.length - 1);

  function choose(item: PaletteItem | undefined): void {
    if (item === undefined) return;
    onClose();
    if (item.kind === 'command') item.command.run();
    else if (item.kind === 'file') onShowFile(item.file);
    else onOpen({ file: item.file.id, object: item.object, isPreview: false });
  }
  function press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      const next = (current + step + items.length) % items.length;
      setMarked(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(items[current]);
    }
  }

  return (
    <Overlay label="Search or run a command" onClose={onClose} initialFocus={field}>
      <div className={styles.head}>
        <Search />
        <input
          ref={field}
          className={styles.input}
          role="combobox"
          aria-label="Search or run a command"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
          placeholder="A name, or > for commands"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setMarked(0);
          }}
          onKeyDown={press}
        />
        <Kbd keys="Escape" />
      </div>
      <div id={listId} role="listbox" aria-label="Found" className={styles.list}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
          <div
            key={item.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={styles.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(item)}
          >
            <ItemIcon item={item} />
            <span className={styles.name}>
              {item.before}
              <b>{item.match}</b>
              {item.after}
            </span>
            {item.kind === 'object' && <span className={styles.note}>{item.file.name}</span>}
            {item.kind === 'command' && <CommandKeys keys={keysOf(item.command, reserved)} />}
          </div>
        ))}
        {items.length === 0 && <p className={styles.none}>No name or command matches {text}</p>}
      </div>
    </Overlay>
  );
}

function ItemIcon({ item }: { readonly item: PaletteItem }) {
  if (item.kind === 'object') return <ObjectIcon kind={item.object.kind} />;
  return item.kind === 'file' ? <Database /> : <ChevronRight />;
}

function CommandKeys({ keys }: { readonly keys: string | undefined }) {
  return keys === undefined ? null : <Kbd keys={keys} />;
}
