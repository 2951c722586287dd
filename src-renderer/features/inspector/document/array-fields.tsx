import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  insertItem,
  type JsonChild,
  type JsonPath,
  pathText,
  type TextSpan,
} from '../../../../src-preload/contract/json-text/index.ts';
import { formatCount } from '../../../lib/cells/byte-size.ts';
import type { FieldSchema } from '../../../lib/documents/field-schema.ts';
import { minimalJson } from '../../../lib/documents/minimal-json.ts';
import { Button } from '../../../ui/button.tsx';
import { PlainButton } from '../../../ui/plain-button.tsx';
import tableStyles from '../items-table.module.css';
import { membersOf } from './cached-children.ts';
import styles from './document-form.module.css';
import { useFormActions, useFormFacts } from './form-context.ts';
import { itemColumns } from './item-columns.ts';
import { ItemTable } from './item-table.tsx';
import { placeOf } from './place-problems.ts';
import { RemoveItem } from './remove-item.tsx';
import { blankLike } from './value-text.ts';

export interface ArrayFieldsProps {
  readonly path: JsonPath;
  readonly label: string;
  readonly span: TextSpan;
  readonly stored: TextSpan | null;
  readonly schema: FieldSchema;
  readonly items: readonly JsonChild[];
}

/** So many items are drawn until more are asked for. */
const SHOWN = 10;
const MOST = 200;
const noOrder: readonly string[] = [];

/** The items of an array: flat objects as a small table, anything else below each other. */
export function ArrayFields({ path, label, stored, schema, items }: ArrayFieldsProps) {
  const { text, stored: storedText } = useFormFacts();
  const { change, isReadOnly, Field } = useFormActions();
  const [isMore, setMore] = useState(false);
  const shown = isMore ? MOST : SHOWN;
  const [first, last] = [items[0], items[Math.min(items.length, MOST) - 1]];
  const head = first === undefined || last === undefined ? '' : text.slice(first.from, last.to);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns are those of the text of the items, wherever it stands.
  const columns = useMemo(() => itemColumns(text, items.slice(0, MOST), schema), [head, schema]);
  const before = stored === null || storedText === null ? [] : membersOf(storedText, stored);
  const some = items.slice(0, shown);
  function add(): void {
    const item = schema.item(items.length);
    const before = items.at(-1);
    const raw =
      item.kind !== 'any'
        ? minimalJson(item)
        : before === undefined
          ? '""'
          : blankLike(text.slice(before.from, before.to));
    change((now) => insertItem(now, path, 'end', raw));
  }
  return (
    <>
      {columns !== null && items.length > 0 ? (
        <ItemTable path={path} label={label} columns={columns} items={some} schema={schema} />
      ) : (
        some.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item has no other name than its place.
          <div key={index} className={styles.listed}>
            <div className={styles.inner}>
              <Field
                path={[...path, index]}
                label={pathText([...path.slice(-1), index])}
                schema={schema.item(index)}
                value={item}
                stored={before[index] ?? null}
                isNew={before[index] === undefined}
                isRequired={false}
                order={noOrder}
                isRemovable={false}
              />
            </div>
            {!isReadOnly && <RemoveItem place={placeOf([...path, index])} />}
          </div>
        ))
      )}
      {items.length > SHOWN && (
        <p className={tableStyles.foot}>
          <span className={tableStyles.note}>
            {items.length > shown && `${formatCount(shown)} of ${formatCount(items.length)} items`}
            {isMore && items.length > shown && ', all in Tree and JSON'}
          </span>
          {/* One button with two names: the focus stays where it is. */}
          <PlainButton className={tableStyles.more} aria-expanded={isMore} onClick={() => setMore(!isMore)}>
            {isMore ? 'Show fewer' : `Show ${formatCount(Math.min(items.length, MOST) - SHOWN)} more`}
          </PlainButton>
        </p>
      )}
      {!isReadOnly && (
        <div className={styles.actions}>
          <Button size="small" variant="ghost" icon={<Plus />} onClick={add}>
            Add item
          </Button>
        </div>
      )}
    </>
  );
}
