import { useMemo, useRef } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import { columnWidths } from './column-widths.ts';
import type { ItemCell, ItemTable } from './item-table.ts';
import styles from './items-table.module.css';
import { useIsWide } from './use-is-wide.ts';

export interface ItemsTableProps {
  readonly name: string;
  readonly table: ItemTable;
  /** Items of the array; null while it is not known. */
  readonly total: number | null;
  /** How many items are shown at first, and at most. */
  readonly first: number;
  readonly most: number;
  readonly isMore: boolean;
  readonly onMore: (isMore: boolean) => void;
}

/** Characters that a column which shares the rest has at least. */
const LEAST = 10;
/** Padding and border of a value, and the gap beside it. */
const AROUND = 24;

/** An array of objects: one line for each item. Wide ones scroll sideways, long ones are shown in part. */
export function ItemsTable({ name, table, total, first, most, isMore, onMore }: ItemsTableProps) {
  const scroller = useRef<HTMLElement>(null);
  const isWide = useIsWide(scroller);
  const rows = table.rows.slice(0, isMore ? most : first);
  const widths = useMemo(
    () =>
      columnWidths(
        table.columns.map((column, index) => [column, ...table.rows.map((row) => row[index]?.text ?? '')]),
      ),
    [table],
  );
  const least = widths.reduce<number>((sum, width) => sum + (width ?? LEAST), 0);
  const minWidth = `calc(${least}ch + ${widths.length * AROUND}px)`;
  return (
    <>
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label={isWide ? `${name}, scrolls sideways` : undefined}
        // It scrolls, so the keyboard must reach it.
        tabIndex={isWide ? 0 : undefined}
      >
        <table className={styles.table} aria-label={name} style={{ minWidth }}>
          <colgroup>
            {table.columns.map((column, index) => (
              <col key={column} style={{ width: widthOf(widths[index] ?? null) }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col" title={column}>
                  {column === '' ? '""' : column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an item has no other name than its place.
              <tr key={index}>
                {row.map((cell, at) => (
                  <Value key={table.columns[at]} cell={cell} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Foot shown={rows.length} {...{ table, total, first, most, isMore, onMore }} />
    </>
  );
}

function Value({ cell: { look, text } }: { readonly cell: ItemCell }) {
  if (look === 'missing') return <td aria-label="no value" />;
  const isEmpty = look === 'text' && text === '';
  return (
    <td aria-label={isEmpty ? 'empty text' : undefined}>
      <span
        className={classNames(
          styles.value,
          look === 'nested' && styles.nested,
          look === 'null' && styles.null,
        )}
        title={titleOf(look, text)}
      >
        {text}
      </span>
    </td>
  );
}

function Foot(props: Omit<ItemsTableProps, 'name'> & { readonly shown: number }) {
  const { table, total, first, most, shown, onMore } = props;
  // Of another row it may be a shorter one.
  const isMore = props.isMore && shown > first;
  const { hiddenColumns } = table;
  const known = total ?? table.rows.length;
  const rest = Math.min(known, most) - shown;
  const notes = [
    known > shown && `${formatCount(shown)} of ${formatCount(known)} items`,
    hiddenColumns > 0 && `${formatCount(hiddenColumns)} more keys`,
    (hiddenColumns > 0 || (isMore && known > shown)) && 'all in Tree and JSON',
  ].filter((note) => note !== false);
  if (notes.length === 0 && !isMore) return null;
  return (
    <p className={styles.foot}>
      <span className={styles.note}>{notes.join(', ')}</span>
      {(isMore || rest > 0) && (
        // One button with two names: the focus stays where it is.
        <PlainButton className={styles.more} aria-expanded={isMore} onClick={() => onMore(!isMore)}>
          {isMore ? 'Show fewer' : `Show ${formatCount(rest)} more`}
        </PlainButton>
      )}
    </p>
  );
}

function titleOf(look: ItemCell['look'], text: string): string {
  if (look === 'nested') return `${text}, see Tree`;
  return text === '' ? 'empty text' : text;
}

function widthOf(characters: number | null): string | undefined {
  return characters === null ? undefined : `calc(${characters}ch + ${AROUND}px)`;
}
