import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import {
  type JsonPath,
  pathText,
  removeAt,
  renameKey,
  setValue,
} from '../../../../src-preload/contract/json-text/index.ts';
import { anyValue, type FieldSchema } from '../../../lib/documents/field-schema.ts';
import { ContextMenu } from '../../../ui/context-menu.tsx';
import type { MenuEntry } from '../../../ui/menu-entry.ts';
import type { DocumentSession } from './document-session.ts';
import styles from './document-tree.module.css';
import { type PlacedProblems, placeOf } from './place-problems.ts';
import { addTo, asKind, moveBy, type TreeChange, treeKinds, typedValue } from './tree-edits.ts';
import { type EditedPart, TreeLineView } from './tree-line-view.tsx';
import { type DocumentLine, documentLines } from './tree-model.ts';
import { fieldText } from './value-text.ts';

export interface DocumentTreeProps {
  readonly session: DocumentSession;
  readonly text: string;
  readonly schema: FieldSchema | null;
  readonly problems: PlacedProblems;
  readonly isReadOnly: boolean;
  readonly primaryKey: string | null;
  readonly wanted: { readonly place: string; readonly serial: number } | null;
}

const LINE = 24;
const MESSAGE = 18;

/** A document as a tree that is edited in place, by the mouse or by keys alone. */
export function DocumentTree(props: DocumentTreeProps) {
  const { session, text, schema, problems, isReadOnly, primaryKey, wanted } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [active, setActive] = useState<string | null>(null);
  const [edited, setEdited] = useState<{ readonly place: string; readonly part: EditedPart } | null>(null);
  const lines = useMemo(
    () => documentLines(text, toggled, problems, schema ?? anyValue),
    [text, toggled, problems, schema],
  );
  const at = Math.max(
    0,
    lines.findIndex(({ place }) => place === active),
  );
  const current = lines[at];
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => LINE + (lines[index]?.problems.length ?? 0) * MESSAGE,
    getItemKey: (index) => lines[index]?.place ?? index,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes follow the problems.
  useEffect(() => virtual.measure(), [lines]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish is followed once.
  useEffect(() => {
    if (wanted === null) return;
    const found = lines.findIndex(({ place }) => place === wanted.place);
    if (found < 0) return;
    setActive(wanted.place);
    virtual.scrollToIndex(found);
    scroller.current?.focus({ preventScroll: true });
  }, [wanted]);

  const isFixed = (line: DocumentLine) =>
    isReadOnly || (line.depth === 0 && line.name === primaryKey && !line.isItem);
  function go(index: number): void {
    const next = Math.min(Math.max(0, index), lines.length - 1);
    setActive(lines[next]?.place ?? null);
    virtual.scrollToIndex(next);
  }
  function toggle(line: DocumentLine): void {
    if (line.isOpen !== null) setToggled(new Map(toggled).set(line.place, !line.isOpen));
  }
  function edit(line: DocumentLine, part: EditedPart): void {
    if (isFixed(line) || (part === 'key' && line.isItem)) return;
    if (part === 'value' && line.isOpen !== null) return toggle(line);
    setActive(line.place);
    setEdited({ place: line.place, part });
  }
  function make(change: TreeChange | null, part: EditedPart | null = null): void {
    if (change === null) return;
    const place = placeOf(change.path);
    session.change(change.edits);
    session.rest();
    setActive(place);
    setEdited(part === null ? null : { place, part });
    const parent = placeOf(change.path.slice(0, -1));
    setToggled((before) => new Map(before).set(parent, true));
  }
  function add(path: JsonPath): void {
    const change = addTo(text, path);
    if (change !== null) make(change, typeof change.path.at(-1) === 'number' ? 'value' : 'key');
  }
  function remove(line: DocumentLine): void {
    if (isFixed(line)) return;
    const next = lines.slice(at + 1).find(({ depth }) => depth <= line.depth) ?? lines[at - 1];
    session.change(removeAt(text, line.path));
    session.rest();
    // Items behind it move up: what has its place now is the one that came after it.
    setActive(line.isItem && next?.depth === line.depth ? line.place : (next?.place ?? null));
  }
  function move(line: DocumentLine, by: -1 | 1): void {
    if (!isReadOnly) make(moveBy(text, line.path, by));
  }
  function finish(line: DocumentLine, part: EditedPart, typed: string | null): void {
    setEdited(null);
    scroller.current?.focus({ preventScroll: true });
    if (typed === null) return;
    if (part === 'value') session.change(setValue(text, line.path, typedValue(typed, line.kind)));
    else {
      session.change(renameKey(text, line.path, typed));
      setActive(placeOf([...line.path.slice(0, -1), typed]));
    }
    session.rest();
  }

  function press(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || current === undefined) return;
    const { key, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    if (altKey) {
      if (key === 'ArrowUp') move(current, -1);
      else if (key === 'ArrowDown') move(current, 1);
      else return;
    } else if (key === 'ArrowDown') go(at + 1);
    else if (key === 'ArrowUp') go(at - 1);
    else if (key === 'Home') go(0);
    else if (key === 'End') go(lines.length - 1);
    else if (key === 'ArrowRight') current.isOpen === false ? toggle(current) : current.isOpen && go(at + 1);
    else if (key === 'ArrowLeft') {
      if (current.isOpen === true) toggle(current);
      else go(lines.findLastIndex((other, index) => index < at && other.depth < current.depth));
    } else if (key === 'Enter') edit(current, 'value');
    else if (key === ' ') toggle(current);
    else if (key === 'F2') edit(current, 'key');
    else if (key === 'Insert' && !isReadOnly) add(current.path);
    else if (key === 'Delete') remove(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function entries(target: Element): readonly MenuEntry[] {
    const place = target.closest('[data-place]')?.getAttribute('data-place') ?? current?.place;
    const line = lines.find((one) => one.place === place);
    if (line === undefined) return [];
    setActive(line.place);
    const fixed = isFixed(line);
    const isContainer = line.kind === 'object' || line.kind === 'array';
    return [
      {
        label: 'Edit value',
        keys: 'Enter',
        isDisabled: fixed || line.isOpen !== null,
        onSelect: () => edit(line, 'value'),
      },
      { label: 'Rename', keys: 'F2', isDisabled: fixed || line.isItem, onSelect: () => edit(line, 'key') },
      {
        label: isContainer
          ? line.kind === 'array'
            ? 'Add item inside'
            : 'Add field inside'
          : 'Add after this',
        keys: 'Insert',
        isDisabled: isReadOnly,
        onSelect: () => add(line.path),
      },
      {
        kind: 'submenu',
        label: 'Change type',
        isDisabled: fixed,
        entries: treeKinds.map((kind) => ({
          label: kind,
          isDisabled: kind === line.kind,
          onSelect: () => {
            session.change(
              setValue(text, line.path, asKind(text.slice(line.from, line.to), line.kind, kind)),
            );
            session.rest();
          },
        })),
      },
      { kind: 'separator' },
      {
        label: 'Move up',
        keys: 'Alt+ArrowUp',
        isDisabled: isReadOnly || line.position === 0,
        onSelect: () => move(line, -1),
      },
      {
        label: 'Move down',
        keys: 'Alt+ArrowDown',
        isDisabled: isReadOnly || line.position === line.siblings - 1,
        onSelect: () => move(line, 1),
      },
      { kind: 'separator' },
      { label: 'Copy path', onSelect: () => void navigator.clipboard.writeText(pathText(line.path)) },
      {
        label: 'Copy value',
        onSelect: () => void navigator.clipboard.writeText(text.slice(line.from, line.to)),
      },
      { kind: 'separator' },
      { label: 'Remove', keys: 'Delete', isDisabled: fixed, isDanger: true, onSelect: () => remove(line) },
    ];
  }

  return (
    <ContextMenu entries={entries}>
      <div
        ref={scroller}
        role="tree"
        aria-label="Values"
        aria-activedescendant={current === undefined ? undefined : `${id}-${at}`}
        tabIndex={0}
        className={styles.tree}
        onKeyDown={press}
      >
        <div className={styles.lines} style={{ height: virtual.getTotalSize() }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const isEdited = edited?.place === line.place;
            return (
              <TreeLineView
                key={line.place}
                id={`${id}-${item.index}`}
                line={line}
                text={text}
                top={item.start}
                isCurrent={item.index === at}
                edited={isEdited ? edited.part : null}
                initial={
                  isEdited && edited.part === 'value' ? fieldText(text.slice(line.from, line.to)) : line.name
                }
                onPress={() => setActive(line.place)}
                onToggle={() => toggle(line)}
                onEdit={(part) => edit(line, part)}
                onFinish={(part, typed) => finish(line, part, typed)}
              />
            );
          })}
        </div>
        {lines.length === 0 && (
          <p className={styles.empty}>No fields. {isReadOnly ? '' : 'Insert adds one.'}</p>
        )}
      </div>
    </ContextMenu>
  );
}
