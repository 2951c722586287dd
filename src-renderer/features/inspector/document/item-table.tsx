import { useRef } from 'react';
import {
  children,
  type JsonChild,
  type JsonPath,
  pathText,
} from '../../../../src-preload/contract/json-text/index.ts';
import { anyValue, type FieldSchema } from '../../../lib/documents/field-schema.ts';
import { columnWidths } from '../column-widths.ts';
import tableStyles from '../items-table.module.css';
import { useIsWide } from '../use-is-wide.ts';
import styles from './document-form.module.css';
import { FieldErrors } from './field-errors.tsx';
import { useFormActions, useFormFacts } from './form-context.ts';
import { placeOf } from './place-problems.ts';
import { RemoveItem } from './remove-item.tsx';
import { ScalarField } from './scalar-field.tsx';
import { fieldText, richValue } from './value-text.ts';

export interface ItemTableProps {
  readonly path: JsonPath;
  readonly label: string;
  readonly columns: readonly string[];
  readonly items: readonly JsonChild[];
  readonly schema: FieldSchema;
}

/** Characters that a column which shares the rest has at least, and pixels around a value. */
const LEAST = 10;
const AROUND = 24;
const REMOVE = 30;

/** An array of objects: one line of fields for each item, with what is wrong with it below. */
export function ItemTable({ path, label, columns, items, schema }: ItemTableProps) {
  const { text, problems } = useFormFacts();
  const { isReadOnly } = useFormActions();
  const scroller = useRef<HTMLElement>(null);
  const isWide = useIsWide(scroller);
  const rows = items.map((item) => new Map(children(text, item).map((member) => [member.key ?? '', member])));
  const widths = columnWidths(
    columns.map((column) => [column, ...rows.map((row) => shownText(text, row.get(column)))]),
  );
  const least = widths.reduce<number>((sum, width) => sum + (width ?? LEAST), 0);
  return (
    <section
      ref={scroller}
      className={tableStyles.scroller}
      aria-label={isWide ? `${label}, scrolls sideways` : undefined}
      // It scrolls, so the keyboard must reach it.
      tabIndex={isWide ? 0 : undefined}
    >
      <table
        className={tableStyles.table}
        aria-label={label}
        style={{ minWidth: `calc(${least}ch + ${columns.length * AROUND + REMOVE}px)` }}
      >
        <colgroup>
          {columns.map((column, index) => (
            <col
              key={column}
              style={widths[index] == null ? undefined : { width: `calc(${widths[index]}ch + ${AROUND}px)` }}
            />
          ))}
          {!isReadOnly && <col style={{ width: REMOVE }} />}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" title={column}>
                {column === '' ? '""' : column}
              </th>
            ))}
            {!isReadOnly && <td />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const own = [...path, index];
            const wrong = [
              ...(problems.get(placeOf(own)) ?? []),
              ...columns.flatMap((column) =>
                (problems.get(placeOf([...own, column])) ?? []).map(
                  (message) => `${pathText([...own, column])}: ${message}`,
                ),
              ),
            ];
            return [
              <tr key={placeOf(own)}>
                {columns.map((column) => (
                  <ItemCell
                    key={column}
                    path={[...own, column]}
                    column={column}
                    columns={columns}
                    member={row.get(column) ?? null}
                    schema={schema.item(index)}
                  />
                ))}
                {!isReadOnly && (
                  <td>
                    <RemoveItem place={placeOf(own)} />
                  </td>
                )}
              </tr>,
              wrong.length > 0 && (
                <tr key={`problems of ${placeOf(own)}`}>
                  <td colSpan={columns.length + 1}>
                    <FieldErrors errors={wrong.join('\n')} />
                  </td>
                </tr>
              ),
            ];
          })}
        </tbody>
      </table>
    </section>
  );
}

interface ItemCellProps {
  readonly path: JsonPath;
  readonly column: string;
  readonly columns: readonly string[];
  readonly member: JsonChild | null;
  readonly schema: FieldSchema;
}

function ItemCell({ path, column, columns, member, schema }: ItemCellProps) {
  const { text, problems } = useFormFacts();
  const place = placeOf(path);
  const property = schema.properties().get(column);
  const raw = member === null ? null : text.slice(member.from, member.to);
  const isNested =
    member !== null &&
    (member.kind === 'array' || (member.kind === 'object' && richValue(raw ?? '') === null));
  return (
    <td data-place={place} className={styles.cell}>
      {isNested ? (
        <span className={styles.nested} title="It is edited in Tree and JSON.">
          {shownText(text, member)}
        </span>
      ) : (
        <ScalarField
          isCell
          place={place}
          label={column}
          schema={property?.schema ?? schema.rest() ?? anyValue}
          raw={raw}
          kind={member?.kind ?? null}
          isRequired={property?.isRequired ?? false}
          before={undefined}
          errors={(problems.get(place) ?? []).join('\n')}
          order={columns}
          isRemovable={false}
        />
      )}
    </td>
  );
}

function shownText(text: string, member: JsonChild | null | undefined): string {
  if (member == null) return '';
  if (member.kind === 'array') return `[ ${children(text, member).length} ]`;
  const raw = text.slice(member.from, Math.min(member.to, member.from + 4096));
  if (member.kind !== 'object' || richValue(raw) !== null) {
    return member.to - member.from > 4096 ? raw : fieldText(raw);
  }
  return `{ ${children(text, member).length} }`;
}
