import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import type { Conflict } from '../../lib/commits/conflict.ts';
import { Button } from '../../ui/button.tsx';
import { ChangeBlock } from './change-block.tsx';
import styles from './changes.module.css';
import { ConflictBlock, ConflictTitles } from './conflict-block.tsx';
import { RestNote } from './rest-note.tsx';
import { ReviewHead } from './review-head.tsx';
import { BY_TIME, type ReviewItem } from './review-items.ts';

export interface ReviewListHandle {
  /** Brings a block into sight and gives its first open place the focus. */
  reveal(index: number): void;
  /** The block that has the focus, or had it last. */
  current(): number;
}

export interface ReviewListProps {
  readonly items: readonly ReviewItem[];
  readonly conflict: Conflict | null;
  readonly onFold: (card: string) => void;
  readonly onShowAll: (card: string) => void;
  readonly onShowRest: () => void;
  readonly handle: Ref<ReviewListHandle>;
  readonly label: string;
}

const FOCUSABLE = 'button:not(:disabled), input, [role="radio"][tabindex="0"]';

/** The blocks of the page; only those in sight are drawn. Up and down go from line to line. */
export function ReviewList(props: ReviewListProps) {
  const { items, handle, label } = props;
  const scroller = useRef<HTMLElement>(null);
  const [current, setCurrent] = useState(0);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(items[index]),
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 5,
    paddingStart: 16,
  });

  useImperativeHandle(handle, () => ({
    current: () => current,
    reveal: (index) => {
      setCurrent(index);
      virtual.scrollToIndex(index, { align: 'auto' });
      focusSoon(() => {
        const block = scroller.current?.querySelector(`[data-index="${index}"]`);
        return (
          block?.querySelector<HTMLElement>(
            ':is([data-open] [role="radio"][tabindex="0"], [data-problem])',
          ) ?? block?.querySelector<HTMLElement>('[data-line] button:not([tabindex="-1"])')
        );
      });
    },
  }));

  function press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey) return;
    const from = event.target as HTMLElement;
    const block = Number(from.closest('[data-index]')?.getAttribute('data-index') ?? -1);
    if (block < 0) return;
    event.preventDefault();
    const lines = linesIn(scroller.current);
    const at = lines.findIndex((line) => line.contains(from));
    const next = lines[at + step];
    if (next !== undefined) focusIn(next, from);
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section ref={scroller} className={styles.page} tabIndex={0} aria-label={label} onKeyDown={press}>
      {/* biome-ignore lint/a11y/useSemanticElements: blocks are placed by their position. */}
      <div role="list" className={styles.items} style={{ height: virtual.getTotalSize() + 16 }}>
        {virtual.getVirtualItems().map((place) => {
          const item = items[place.index];
          if (item === undefined) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above.
            <div
              key={place.key}
              ref={virtual.measureElement}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={place.index + 1}
              data-index={place.index}
              className={classNames(
                styles.item,
                item.isLast && styles.last,
                item.kind === 'head' && styles.first,
              )}
              style={{ transform: `translateY(${place.start}px)` }}
              onFocus={() => setCurrent(place.index)}
            >
              <div className={item.kind === 'rest' ? undefined : styles.box}>
                <Block {...props} item={item} />
              </div>
            </div>
          );
        })}
      </div>
    </section>
  );
}

type BlockProps = Pick<ReviewListProps, 'conflict' | 'onFold' | 'onShowAll' | 'onShowRest'> & {
  readonly item: ReviewItem;
};

function Block({ item, conflict, onFold, onShowAll, onShowRest }: BlockProps) {
  switch (item.kind) {
    case 'head':
      return <ReviewHead item={item} onToggle={() => onFold(item.object ?? BY_TIME)} />;
    case 'titles':
      return <ConflictTitles />;
    case 'change':
      return <ChangeBlock row={item.row} />;
    case 'conflict':
      return conflict === null ? null : (
        <ConflictBlock conflict={conflict} row={item.conflict} staged={item.row.overlay.staged} />
      );
    case 'rest':
      return <RestNote count={item.count} onShow={onShowRest} />;
    case 'more':
      return (
        <div className={styles.more} data-line="">
          <span>{formatCount(item.hidden)} more rows</span>
          <Button size="small" onClick={() => onShowAll(item.object ?? BY_TIME)}>
            Show all
          </Button>
        </div>
      );
  }
}

/** Places that up and down go to: the lines of a block, else the block. */
function linesIn(root: HTMLElement | null): readonly Element[] {
  const blocks = [...(root?.querySelectorAll('[data-index]') ?? [])].sort(
    (one, other) => Number(one.getAttribute('data-index')) - Number(other.getAttribute('data-index')),
  );
  return blocks
    .flatMap((block) => {
      const lines = [...block.querySelectorAll('[data-line]')];
      return lines.length === 0 ? [block] : lines;
    })
    .filter((line) => line.querySelector(FOCUSABLE) !== null);
}

/** Focuses what stands at the same place in another line: the same kind of button, else the first. */
function focusIn(line: Element, from: HTMLElement): void {
  const stops = [...line.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(({ tabIndex }) => tabIndex >= 0);
  const words = from.textContent;
  const same = stops.find(({ textContent, tagName }) => textContent === words && tagName === from.tagName);
  const target = same ?? stops[0];
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

/** Focuses what is drawn with one of the next frames. */
function focusSoon(find: () => HTMLElement | null | undefined, tries = 10): void {
  requestAnimationFrame(() => {
    const target = find();
    if (target) target.focus();
    else if (tries > 0) focusSoon(find, tries - 1);
  });
}

const LINE = 36;
const BORDER = 1;
const GAP = 16;

/** How high a block will be, to the pixel where nothing in it breaks into lines. */
function heightOf(item: ReviewItem | undefined): number {
  return innerHeightOf(item) + BORDER + (item?.isLast === true ? GAP : 0);
}

function innerHeightOf(item: ReviewItem | undefined): number {
  switch (item?.kind) {
    case 'head':
      return LINE + BORDER;
    case 'conflict':
      return (item.conflict.fields.length + 1) * LINE;
    case 'change': {
      const { staged, problems, drafts } = item.row.overlay;
      const lines = (staged?.cells ?? []).reduce(
        (sum, { changes }) => sum + Math.max(1, changes?.length ?? 1),
        0,
      );
      const notes = problems.length + drafts.length;
      // Lines are a pixel apart, and the last one has none below.
      const all = (staged?.kind === 'update' ? lines : 1) + notes;
      return Math.max(LINE, all * LINE - BORDER);
    }
    case 'titles':
      return LINE - 8;
    default:
      return LINE;
  }
}
