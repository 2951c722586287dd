import { useVirtualizer } from '@tanstack/react-virtual';
import { Flag } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { TimelineNode } from '../../../src-preload/contract/transactions.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { ContextMenu } from '../../ui/context-menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import styles from './timeline.module.css';
import { TimelineNodeView } from './timeline-node.tsx';

export interface TimelineProps {
  readonly nodes: readonly TimelineNode[];
  /** null: nothing can be done now. */
  readonly onRollBackTo: ((node: string) => void) | null;
  readonly onAddSavepoint: (() => void) | null;
  readonly savepointKeys: string | undefined;
  readonly entriesOf: (node: TimelineNode) => readonly MenuEntry[];
}

const STATEMENT = 48;
const SAVEPOINT = 40;
/** So near to its end a list goes on showing its end. */
const NEAR_END = 60;

/** The nodes of a transaction from its beginning to now; only those in sight are drawn. Up and down go through them. */
export function Timeline({ nodes, onRollBackTo, onAddSavepoint, savepointKeys, entriesOf }: TimelineProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const count = nodes.length + 1;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (nodes[index]?.kind === 'savepoint' ? SAVEPOINT : STATEMENT),
    getItemKey: (index) => nodes[index]?.id ?? 'now',
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 12,
  });
  const wasAtEnd = useRef(true);
  useEffect(() => {
    if (wasAtEnd.current) virtual.scrollToIndex(count - 1, { align: 'end' });
  }, [count, virtual]);
  const focusable = Math.min(current ?? count - 1, count - 1);

  function focus(index: number): void {
    setCurrent(index);
    virtual.scrollToIndex(index);
    focusSoon(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`));
  }
  function press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = {
      ArrowDown: Math.min(count - 1, focusable + 1),
      ArrowUp: Math.max(0, focusable - 1),
      Home: 0,
      End: count - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      focus(next);
    } else if (event.key === 'Enter' && event.target instanceof HTMLElement && isItem(event.target)) {
      event.preventDefault();
      openMenu(event.target);
    }
  }

  return (
    <ContextMenu
      entries={(target) => {
        const node = nodes[Number(target.closest('[data-index]')?.getAttribute('data-index') ?? -1)];
        return node === undefined ? [] : entriesOf(node);
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the items below. */}
      <div
        ref={scroller}
        className={styles.list}
        onKeyDown={press}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          wasAtEnd.current = scrollTop + clientHeight > scrollHeight - NEAR_END;
        }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: items are placed by their position. */}
        <div
          role="list"
          aria-label="Timeline"
          className={styles.all}
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const node = nodes[index];
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above.
              <div
                key={key}
                ref={virtual.measureElement}
                role="listitem"
                aria-setsize={count}
                aria-posinset={index + 1}
                data-index={index}
                tabIndex={index === focusable ? 0 : -1}
                className={classNames(styles.item, node === undefined && styles.end)}
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => setCurrent(index)}
              >
                {node === undefined ? (
                  <div className={styles.now}>
                    <span className={styles.mark} />
                    <span>Now</span>
                    {onAddSavepoint !== null && (
                      <Button
                        variant="ghost"
                        size="small"
                        icon={<Flag />}
                        title={savepointKeys}
                        tabIndex={index === focusable ? 0 : -1}
                        onClick={onAddSavepoint}
                      >
                        Add savepoint
                      </Button>
                    )}
                  </div>
                ) : (
                  <TimelineNodeView node={node} isCurrent={index === focusable} onRollBackTo={onRollBackTo} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

function isItem(element: HTMLElement): boolean {
  return element.getAttribute('role') === 'listitem';
}

function openMenu(element: HTMLElement): void {
  const { left, top } = element.getBoundingClientRect();
  element.dispatchEvent(
    new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 24, clientY: top + 24 }),
  );
}

/** Focuses what is drawn with one of the next frames. */
function focusSoon(find: () => HTMLElement | null | undefined, tries = 10): void {
  const target = find();
  if (target) target.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusSoon(find, tries - 1));
}
