import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { useCommandHandlers, useCommands } from '../../lib/commands/command-context.tsx';
import type { EditsStore } from '../../lib/edits/edits-store.ts';
import { isFocusLost } from '../../lib/is-focus-lost.ts';
import type { TransactionsStore } from '../../lib/transactions/transactions-store.ts';
import { Button } from '../../ui/button.tsx';
import { ContextMenu } from '../../ui/context-menu.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import type { Catalogs } from './catalog-state.ts';
import styles from './catalog-tree.module.css';
import { lineInPlaceOf, treeKey, typeAhead } from './tree-keys.ts';
import { TreeLineView } from './tree-line.tsx';
import { lineMenu, objectHandlers, type TreeActions } from './tree-menu.tsx';
import { fileLineId, objectLineId, type Toggled, type TreeLine, treeLines } from './tree-rows.ts';
import { useLineWindow } from './use-line-window.ts';

export type { OpenObjectRequest } from './tree-menu.tsx';

export interface CatalogTreeProps extends TreeActions {
  readonly files: readonly OpenFileInfo[];
  readonly catalogs: Catalogs;
  readonly filter: string;
  readonly edits: EditsStore;
  readonly transactions: TransactionsStore;
  /** What is shown beside the tree; without an object, the file itself. */
  readonly selected: { readonly file: string; readonly object: string | null } | null;
  readonly onClearFilter: () => void;
}

const TYPE_AHEAD_MILLISECONDS = 1000;

/** Every open file with its collections, tables and views, as one tree. */
export function CatalogTree(props: CatalogTreeProps) {
  const { files, catalogs, counts, filter, selected, onOpen, onOverview } = props;
  const { keys } = useCommands();
  const [toggled, setToggled] = useState<Toggled>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const lines = useMemo(
    () => treeLines(files, catalogs, toggled, filter),
    [files, catalogs, toggled, filter],
  );
  const siblings = useMemo(() => siblingPlaces(lines), [lines]);
  const selectedId =
    selected === null
      ? null
      : selected.object === null
        ? fileLineId(selected.file)
        : objectLineId(selected.file, selected.object);
  const focusable =
    lines.find((line) => line.id === focused)?.id ??
    lines.find((line) => line.id === selectedId)?.id ??
    lines[0]?.id;

  const { first, end, lineHeight, onScroll, reveal } = useLineWindow(tree, lines.length);
  // The line that the keyboard is at stays drawn wherever the list is scrolled to.
  const drawn = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line, index }) => (index >= first && index < end) || line.id === focusable);

  const indexOf = (id: string) => lines.findIndex((line) => line.id === id);
  const isSelectedListed = selectedId !== null && indexOf(selectedId) >= 0;
  const revealSelected = useEffectEvent(() => {
    if (selectedId !== null) reveal(indexOf(selectedId));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new selection, one that is listed only now, or among others.
  useEffect(() => revealSelected(), [selectedId, isSelectedListed, filter]);

  /** The line that takes the focus as soon as it is drawn. */
  const pending = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (pending.current === null || pending.current !== focused) return;
    pending.current = null;
    lineElement(tree.current, focused)?.focus({ preventScroll: true });
  }, [focused]);
  // A line may go while it has the focus, such as “Reading” when the names have come.
  const focusedBefore = useRef({ lines, isInTree: false });
  useLayoutEffect(() => {
    const before = focusedBefore.current.lines;
    focusedBefore.current.lines = lines;
    const gone = before.find((line) => line.id === focused);
    if (gone === undefined || lines.some((line) => line.id === focused)) return;
    if (!focusedBefore.current.isInTree || !isFocusLost()) return;
    const next = lineInPlaceOf(gone, before, lines);
    if (next !== undefined) lineElement(tree.current, next)?.focus({ preventScroll: true });
  }, [lines, focused]);
  function focus(id: string): void {
    reveal(indexOf(id));
    const element = lineElement(tree.current, id);
    if (element === null) pending.current = id;
    setFocused(id);
    element?.focus({ preventScroll: true });
  }

  const toggle = useCallback((id: string) => {
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const open = useCallback(
    (line: TreeLine, isPreview: boolean) => {
      if (line.kind === 'object') onOpen({ file: line.file.id, object: line.object, isPreview });
      else if (line.kind === 'file') onOverview(line.file, isPreview);
    },
    [onOpen, onOverview],
  );
  const click = useCallback(
    (line: TreeLine, isOnFold: boolean) =>
      line.kind === 'section' || isOnFold ? toggle(line.id) : open(line, true),
    [toggle, open],
  );
  const doubleClick = useCallback((line: TreeLine) => open(line, false), [open]);

  const focusedLine = lines.find((line) => line.id === focusable);
  useCommandHandlers(
    focusedLine?.kind === 'object' ? objectHandlers(focusedLine.file.id, focusedLine.object, props) : {},
    tree,
  );

  function press(event: KeyboardEvent): void {
    if (focusable === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = treeKey(lines, focusable, event.key);
    if (action !== undefined) {
      event.preventDefault();
      if (action.kind === 'focus') focus(action.id);
      else if (action.kind === 'toggle') toggle(action.id);
      else {
        const line = lines.find(({ id }) => id === action.id);
        if (line !== undefined) open(line, action.isPreview);
      }
      return;
    }
    if (event.key.length !== 1) return;
    const isNew = event.timeStamp - typed.current.at > TYPE_AHEAD_MILLISECONDS;
    typed.current = { text: (isNew ? '' : typed.current.text) + event.key, at: event.timeStamp };
    const found = typeAhead(lines, focusable, typed.current.text);
    if (found !== undefined) focus(found);
  }

  function menu(target: Element): readonly MenuEntry[] {
    const id = target.closest('[data-line]')?.getAttribute('data-line');
    const line = lines.find((other) => other.id === id);
    return line === undefined ? [] : lineMenu(line, props, keys);
  }

  if (lines.length === 0 && filter.trim() !== '') {
    return (
      <EmptyState
        title="No name matches"
        actions={<Button onClick={props.onClearFilter}>Clear filter</Button>}
      >
        <code>{filter}</code>
      </EmptyState>
    );
  }
  return (
    <ContextMenu entries={menu}>
      <div
        ref={tree}
        className={styles.tree}
        role="tree"
        data-command-region="tree"
        aria-label="Databases"
        onKeyDown={press}
        onFocus={() => {
          focusedBefore.current.isInTree = true;
        }}
        onBlur={() => {
          focusedBefore.current.isInTree = false;
        }}
        onScroll={onScroll}
      >
        <div className={styles.all} role="none" style={{ height: lines.length * lineHeight }} />
        {drawn.map(({ line, index }) => (
          <TreeLineView
            key={line.id}
            line={line}
            top={index * lineHeight}
            counts={counts}
            edits={props.edits}
            transactions={props.transactions}
            isSelected={line.id === selectedId}
            isFocusable={line.id === focusable}
            setSize={siblings.get(line.id)?.size ?? 1}
            position={siblings.get(line.id)?.position ?? 1}
            onClick={click}
            onDoubleClick={doubleClick}
            onFocus={setFocused}
          />
        ))}
      </div>
    </ContextMenu>
  );
}

function lineElement(tree: HTMLElement | null, id: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`) ?? null;
}

interface Place {
  readonly size: number;
  readonly position: number;
}

/** Place of each line among its siblings, for screen readers. */
function siblingPlaces(lines: readonly TreeLine[]): ReadonlyMap<string, Place> {
  const groups = Map.groupBy(lines, (line) => line.parent);
  const places = new Map<string, Place>();
  for (const group of groups.values()) {
    for (const [index, line] of group.entries())
      places.set(line.id, { size: group.length, position: index + 1 });
  }
  return places;
}
