import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { Badge } from '../../ui/badge.tsx';
import { FieldValue } from './field-value.tsx';
import styles from './form-view.module.css';
import { useRowCells } from './use-row.ts';

/** With more fields only those in sight are drawn. */
const MAX_DRAWN = 80;
const FIELD = 62;

interface Field {
  readonly column: RowColumn;
  readonly cell: Cell;
}

/** Every column of the row as a labelled value. */
export function FormView(props: FocusedRow) {
  const { view } = props;
  const cells = useRowCells(props);
  const fields = useMemo(
    () =>
      view.columns.flatMap((column, index): Field[] => {
        const cell = cells[index] ?? null;
        return Array.isArray(cell) && cell[0] === CellTag.missing ? [] : [{ column, cell }];
      }),
    [view.columns, cells],
  );
  return fields.length > MAX_DRAWN ? (
    <LongForm {...props} fields={fields} />
  ) : (
    <ShortForm {...props} fields={fields} />
  );
}

type FormProps = FocusedRow & { readonly fields: readonly Field[] };

function ShortForm({ fields, ...focused }: FormProps) {
  const list = useRef<HTMLDListElement>(null);
  useWish(focused, (name) => {
    const index = fields.findIndex(({ column }) => column.name === name);
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <dl ref={list} className={styles.form}>
      {fields.map((field) => (
        <div key={field.column.name} className={styles.field}>
          <FormField {...focused} field={field} />
        </div>
      ))}
    </dl>
  );
}

function LongForm({ fields, ...focused }: FormProps) {
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: fields.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => FIELD,
    getItemKey: (index) => fields[index]?.column.name ?? index,
    overscan: 6,
  });
  useWish(focused, (name) => {
    const index = fields.findIndex(({ column }) => column.name === name);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'start' });
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls.
    <section ref={scroller} className={styles.scroller} aria-label="Fields" tabIndex={0}>
      <dl className={styles.lines} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const field = fields[item.index];
          if (field === undefined) return null;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles.placed}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <FormField {...focused} field={field} />
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** Brings a field into sight when its cell is opened. */
function useWish({ wish, column }: FocusedRow, onWish: (name: string) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish is followed once.
  useEffect(() => {
    if (wish.serial > 0 && wish.view === 'form' && column !== null) onWish(column);
  }, [wish]);
}

function FormField({ field: { column, cell }, ...focused }: FocusedRow & { readonly field: Field }) {
  const { references } = column;
  const type = `${column.declaredType}${references === null ? '' : ` → ${references.table}`}`;
  return (
    <>
      <dt className={styles.label}>
        <span className={styles.name} title={column.name}>
          {column.name}
        </span>
        {column.primaryKeyPosition > 0 && <Badge variant="key">PK</Badge>}
        {references !== null && <Badge variant="reference">FK</Badge>}
        {column.isNotNull && column.primaryKeyPosition === 0 && (
          <span className={styles.required}>required</span>
        )}
        <span className={styles.type} title={type}>
          {type}
        </span>
      </dt>
      <dd>
        <FieldValue {...focused} field={column} cell={cell} />
      </dd>
    </>
  );
}
