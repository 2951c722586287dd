import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FocusedRow, InspectorWish } from '../../lib/cells/focused-row.ts';
import type { JsonNode } from '../../lib/cells/json-tree.ts';
import { classNames } from '../../lib/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Note } from '../../ui/note.tsx';
import { flattenTree, summaryOf, type TreeLine } from './tree-lines.ts';
import styles from './tree-view.module.css';
import { useDocument } from './use-document.ts';

const LINE = 24;

/** The document, or the row, as a tree that folds. */
export function TreeView(props: FocusedRow) {
  const { tree, error, json } = useDocument(props);
  if (error !== null) {
    return <Note kind="error">{error instanceof Error ? error.message : String(error)}</Note>;
  }
  if (tree === null) {
    return json === null ? null : <EmptyState title="This document is too large for a tree; see JSON." />;
  }
  return <Tree root={tree} wish={props.wish} name={props.column} />;
}

interface TreeProps {
  readonly root: JsonNode;
  readonly wish: InspectorWish;
  /** The column, or the dotted path of the field, that a wish means. */
  readonly name: string | null;
}

function Tree({ root, wish, name }: TreeProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [active, setActive] = useState(0);
  const lines = useMemo(() => flattenTree(root, toggled), [root, toggled]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 12,
  });
  const at = Math.min(active, lines.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish is followed once, with the lines of that moment.
  useEffect(() => {
    if (wish.serial === 0 || wish.view !== 'tree' || name === null) return;
    const names = lines.map((line) => line.node.name);
    const last = name.slice(name.lastIndexOf('.') + 1);
    const wanted = names.includes(name) ? names.indexOf(name) : names.indexOf(last);
    if (wanted < 0) return;
    setActive(wanted);
    virtual.scrollToIndex(wanted, { align: 'start' });
    scroller.current?.focus({ preventScroll: true });
  }, [wish]);

  function toggle(line: TreeLine): void {
    if (line.isOpen === null) return;
    setToggled(new Map(toggled).set(line.path, !line.isOpen));
  }
  function go(index: number): void {
    const next = Math.min(Math.max(0, index), lines.length - 1);
    setActive(next);
    virtual.scrollToIndex(next);
  }
  function press(event: KeyboardEvent): void {
    const line = lines[at];
    if (line === undefined) return;
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(lines.length - 1);
    else if (event.key === 'ArrowRight') {
      if (line.isOpen === false) toggle(line);
      else if (line.isOpen === true) go(at + 1);
    } else if (event.key === 'ArrowLeft') {
      if (line.isOpen === true) toggle(line);
      else go(lines.findLastIndex((other, index) => index < at && other.depth < line.depth));
    } else if (event.key === 'Enter' || event.key === ' ') toggle(line);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Values"
      aria-activedescendant={`${id}-${at}`}
      tabIndex={0}
      className={styles.tree}
      onKeyDown={press}
    >
      <div className={styles.lines} style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return null;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active line.
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the tree.
            <div
              key={line.path}
              id={`${id}-${item.index}`}
              role="treeitem"
              aria-level={line.depth + 1}
              aria-expanded={line.isOpen ?? undefined}
              aria-selected={item.index === at}
              className={classNames(styles.line, item.index === at && styles.current)}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: 6 + line.depth * 14 }}
              onClick={() => {
                setActive(item.index);
                toggle(line);
              }}
            >
              <span className={styles.twist}>
                {line.isOpen !== null && (line.isOpen ? <ChevronDown /> : <ChevronRight />)}
              </span>
              <span className={styles.key} title={line.node.name ?? undefined}>
                {line.node.name}
              </span>
              <span className={styles.meta}>:</span>
              <Value line={line} />
              <span className={styles.type}>{line.node.kind}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Value({ line: { node, isOpen } }: { readonly line: TreeLine }) {
  switch (node.kind) {
    case 'object':
    case 'array':
      return <span className={styles.meta}>{summaryOf(node, isOpen === true)}</span>;
    case 'string':
      return (
        <span className={styles.string} title={node.source}>
          {node.source.length > 500 ? `${node.source.slice(0, 500)}…` : node.source}
        </span>
      );
    case 'number':
      return <span className={styles.number}>{node.source}</span>;
    case 'boolean':
      return <span className={styles.word}>{node.source}</span>;
    case 'null':
      return <span className={styles.meta}>null</span>;
  }
}
