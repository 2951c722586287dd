import { useEffect, useMemo, useRef, useState } from 'react';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import { cellView } from '../../lib/cells/cell-view.ts';
import { FieldLabel, typeOf } from './field-label.tsx';
import styles from './field-value.module.css';
import type { FieldValueProps } from './field-value.tsx';
import { FormGroup } from './form-group.tsx';
import { type ItemTable, itemTable, wholeItems } from './item-table.ts';
import { ItemsTable } from './items-table.tsx';
import { useCellBytes } from './use-cell-bytes.ts';

/** Bytes of the text that are read for a field, before and after more is asked for. */
const BYTES_AT_FIRST = 16_384;
const BYTES_AT_MOST = 262_144;
const ITEMS_AT_FIRST = 10;
const ITEMS_AT_MOST = 200;
/** Pixels of a table's head and of an item: its place is kept while it is read. */
const HEAD = 20;
const ITEM = 34;

const decoder = new TextDecoder();

/** A field that holds JSON: an array of objects is a table in a group that folds, anything else its text. */
export function JsonField(props: FieldValueProps & { readonly label: string }) {
  const { field, cell, label } = props;
  const [isMore, setMore] = useState(false);
  const [isOpen, setOpen] = useState(true);
  const source = useJson(props, isMore ? BYTES_AT_MOST : BYTES_AT_FIRST);
  const { table, isExpected } = useTable(props, source);
  if (table === null && !isExpected) {
    return (
      <>
        <FieldLabel field={field} label={label} holds="JSON" />
        <dd>
          <JsonText {...source} />
        </dd>
      </>
    );
  }
  const isArray = Array.isArray(cell) && cell[0] === CellTag.array;
  const total = isArray ? cell[1] : source.isWhole && table !== null ? table.rows.length : null;
  const kind = total === null ? 'array' : `array(${formatCount(total)})`;
  return (
    <FormGroup
      name={label}
      summary={table === null ? source.summary : summaryOf(table)}
      type={field.path === null ? typeOf(field, kind) : kind}
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
    >
      {table === null ? (
        <div style={{ height: HEAD + Math.min(total ?? 1, ITEMS_AT_FIRST) * ITEM }} />
      ) : (
        <ItemsTable
          name={label}
          table={table}
          total={total}
          first={ITEMS_AT_FIRST}
          most={ITEMS_AT_MOST}
          isMore={isMore}
          onMore={setMore}
        />
      )}
    </FormGroup>
  );
}

interface JsonSource {
  /** What the grid says of it, such as "3 items". */
  readonly summary: string;
  /** The text, or its first part; null while it is read. */
  readonly json: string | null;
  readonly isWhole: boolean;
  readonly byteLength: number | null;
  readonly error: unknown;
}

/** The text of the field: as the grid has it, else its first bytes, which are read. */
function useJson(props: FieldValueProps, limit: number): JsonSource {
  const view = cellView(props.cell);
  const known = view.look === 'json' ? view.json : null;
  const { load, bytes, byteLength, error } = useCellBytes(props, props.field.name, 'json');
  const isRead = known === null;
  useEffect(() => {
    if (isRead) load(limit);
  }, [load, limit, isRead]);
  const text = useMemo(() => known ?? (bytes === null ? null : decoder.decode(bytes)), [known, bytes]);
  return {
    summary: view.text,
    json: text,
    isWhole: !isRead || (bytes !== null && bytes.byteLength >= byteLength),
    byteLength: isRead ? byteLength : null,
    error,
  };
}

/**
 * The table that the text makes; while more of the same field is read, the one that is shown already. It is expected
 * where the row before had one: stepping through the rows does not move what stands below.
 */
function useTable(
  { row, view, cell }: FieldValueProps,
  { json, isWhole, error }: JsonSource,
): { readonly table: ItemTable | null; readonly isExpected: boolean } {
  const last = useRef<{ readonly of: string; readonly table: ItemTable | null }>({ of: '', table: null });
  const of = row === null ? '' : `${view.view} ${keyIdentity(row.key)}`;
  const table = useMemo(() => {
    if (json === null) return null;
    const text = isWhole ? json : wholeItems(json);
    return text === null ? null : itemTable(text);
  }, [json, isWhole]);
  useEffect(() => {
    if (json !== null) last.current = { of, table };
  }, [json, of, table]);
  if (json !== null || error !== null) return { table, isExpected: false };
  const isArray = Array.isArray(cell) && cell[0] === CellTag.array && cell[1] > 0;
  return {
    table: last.current.of === of ? last.current.table : null,
    isExpected: isArray && last.current.table !== null,
  };
}

function JsonText({ summary, json, isWhole, byteLength, error }: JsonSource) {
  return (
    <>
      <p className={`${styles.value} ${styles.area} ${styles.json}`}>
        {json ?? summary}
        {json !== null && !isWhole && '…'}
      </p>
      {json !== null && (
        <p className={styles.help}>
          {summary}
          {byteLength === null && ', valid JSON'}
          {!isWhole && `, ${formatCount(byteLength ?? 0)} bytes: all of it is in Tree and JSON`}
        </p>
      )}
      {error !== null && (
        <p role="alert" className={styles.help}>
          {error instanceof Error ? error.message : String(error)}
        </p>
      )}
    </>
  );
}

/** What the folded group says: the first item, in one line. */
function summaryOf({ rows }: ItemTable): string {
  return (rows[0] ?? [])
    .filter(({ look }) => look !== 'missing' && look !== 'nested')
    .map(({ text }) => text)
    .join(', ');
}
