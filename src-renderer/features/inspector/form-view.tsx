import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import { cellView } from '../../lib/cells/cell-view.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { type Field, formParts, groupOf, groupSummary } from './field-groups.ts';
import { FieldLabel } from './field-label.tsx';
import { FieldValue } from './field-value.tsx';
import { FormGroup } from './form-group.tsx';
import styles from './form-view.module.css';
import { JsonField } from './json-field.tsx';
import { useRowCells } from './use-row.ts';

/** With more fields only those in sight are drawn, in one plain list without groups. */
const MAX_DRAWN = 80;
const FIELD = 62;

/** Every column of the row as a labelled value; objects of a document are groups that fold. */
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
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<{ readonly name: string } | null>(null);
  const fold = (name: string, isFolded: boolean) =>
    setFolded(
      (before) => new Set([...before].filter((other) => other !== name).concat(isFolded ? name : [])),
    );
  useWish(focused, (name) => {
    const found = fields.find(({ column }) => column.name === name);
    const group = found === undefined ? null : groupOf(found.column);
    if (group !== null) fold(group, false);
    setWanted({ name });
  });
  // A group has to be open before its field can be brought into sight.
  useEffect(() => {
    const all = list.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [];
    [...all].find((field) => field.dataset.field === wanted?.name)?.scrollIntoView({ block: 'nearest' });
  }, [wanted]);
  const draw = (field: Field, label: string) => (
    <div key={field.column.name} className={styles.field} data-field={field.column.name}>
      <FormField {...focused} field={field} label={label} />
    </div>
  );
  return (
    <dl ref={list} className={styles.form}>
      {formParts(fields).map((part) => {
        if (part.kind === 'field') return draw(part.field, part.field.column.name);
        const isOpen = !folded.has(part.name);
        return (
          <div key={part.fields[0]?.column.name} className={styles.field}>
            <FormGroup
              name={part.name}
              summary={groupSummary(part.fields)}
              type="object"
              isOpen={isOpen}
              onToggle={() => fold(part.name, isOpen)}
            >
              <dl className={styles.inner}>{part.fields.map((field) => draw(field, innerName(field)))}</dl>
            </FormGroup>
          </div>
        );
      })}
    </dl>
  );
}

/** The name of a field inside its object: what comes after the name of the object. */
function innerName({ column }: Field): string {
  return column.path?.slice(1).join('.') ?? column.name;
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
              <FormField {...focused} field={field} label={field.column.name} />
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

type FormFieldProps = FocusedRow & { readonly field: Field; readonly label: string };

function FormField({ field: { column, cell }, label, ...focused }: FormFieldProps) {
  if (cellView(cell).look === 'json') {
    return <JsonField {...focused} field={column} cell={cell} label={label} />;
  }
  return (
    <>
      <FieldLabel field={column} label={label} />
      <dd>
        <FieldValue {...focused} field={column} cell={cell} />
      </dd>
    </>
  );
}
