import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { classNames } from '../class-names.ts';
import styles from './card-list.module.css';

/** One block of a page of cards. A card is made of the blocks from one that is first to the next. */
export interface CardBlock {
  readonly id: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** How high it will be, where nothing in it breaks into lines. */
  readonly height: number;
}

export interface CardListHandle {
  reveal(index: number): void;
}

export interface CardListProps<B extends CardBlock> {
  readonly label: string;
  readonly blocks: readonly B[];
  readonly children: (block: B) => ReactNode;
  readonly handle?: Ref<CardListHandle>;
}

const GAP = 16;
const BORDER = 1;

/** A page of cards; only the blocks in sight are drawn. */
export function CardList<B extends CardBlock>({ label, blocks, children, handle }: CardListProps<B>) {
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: blocks.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(blocks[index]),
    getItemKey: (index) => blocks[index]?.id ?? index,
    overscan: 5,
    paddingStart: GAP,
  });
  useImperativeHandle(handle, () => ({
    reveal: (index) => virtual.scrollToIndex(index, { align: 'start' }),
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section ref={scroller} className={styles.page} tabIndex={0} aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: blocks are placed by their position. */}
      <div role="list" className={styles.blocks} style={{ height: virtual.getTotalSize() + GAP }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const block = blocks[index];
          if (block === undefined) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above.
            <div
              key={key}
              ref={virtual.measureElement}
              role="listitem"
              aria-setsize={blocks.length}
              aria-posinset={index + 1}
              data-index={index}
              className={classNames(styles.block, block.isFirst && styles.first, block.isLast && styles.last)}
              style={{ transform: `translateY(${start}px)` }}
            >
              <div className={styles.box}>{children(block)}</div>
            </div>
          );
        })}
      </div>
    </section>
  );
}

function heightOf(block: CardBlock | undefined): number {
  if (block === undefined) return 0;
  return block.height + BORDER * (block.isFirst ? 2 : 1) + (block.isLast ? GAP : 0);
}
