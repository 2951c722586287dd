import { Plus } from 'lucide-react';
import { useState } from 'react';
import {
  insertMember,
  type JsonChild,
  type JsonPath,
  kindOf,
  type TextSpan,
} from '../../../../src-preload/contract/json-text/index.ts';
import { anyValue, type FieldSchema, type PropertySchema } from '../../../lib/documents/field-schema.ts';
import { minimalJson } from '../../../lib/documents/minimal-json.ts';
import { Button } from '../../../ui/button.tsx';
import { PlainField } from '../../../ui/plain-field.tsx';
import { EditFrame } from '../edit-frame.tsx';
import { membersOf } from './cached-children.ts';
import styles from './document-form.module.css';
import { useFormActions, useFormFacts } from './form-context.ts';

/** So many fields are drawn until more are asked for. */
const SHOWN = 200;

export interface ObjectFieldsProps {
  readonly path: JsonPath;
  readonly span: TextSpan;
  /** The same object as the file has it; null: it has none. */
  readonly stored: TextSpan | null;
  readonly schema: FieldSchema;
  /** The field of the id, which is not edited here. */
  readonly hidden?: string | undefined;
}

interface Entry {
  readonly key: string;
  readonly segment: string | number;
  readonly member: JsonChild | null;
  readonly property: PropertySchema | null;
}

const orders = new WeakMap<object, readonly string[]>();

/** The fields of an object: those of the schema in its order, there or not, then those that it does not know. */
export function ObjectFields({ path, span, stored, schema, hidden }: ObjectFieldsProps) {
  const { text, stored: storedText } = useFormFacts();
  const { isReadOnly, Field } = useFormActions();
  const [shown, setShown] = useState(SHOWN);
  const entries = entriesOf(membersOf(text, span), schema).filter(({ key }) => key !== hidden);
  const known =
    stored === null || storedText === null || kindOf(storedText, stored.from) !== 'object'
      ? null
      : membersOf(storedText, stored);
  const before = known === null ? null : new Map(known.map((member) => [member.key, member]));
  // A twin that a later one hides is compared with the one in its place.
  const storedOf = ({ key, segment }: Entry) =>
    (typeof segment === 'number' ? known?.[segment] : before?.get(key)) ?? null;
  const order = orderOf(schema);
  return (
    <>
      <div className={styles.inner}>
        {entries.slice(0, shown).map((entry) => {
          const { key, segment, member, property } = entry;
          return (
            <div key={segment} className={styles.field}>
              <Field
                path={[...path, segment]}
                label={typeof segment === 'number' ? `${key}, hidden by a later one` : key}
                schema={property?.schema ?? schema.rest() ?? anyValue}
                value={member}
                stored={storedOf(entry)}
                isNew={storedText === null || before === null}
                isRequired={property?.isRequired ?? false}
                order={order}
                isRemovable={!(property?.isRequired ?? false)}
              />
            </div>
          );
        })}
      </div>
      {entries.length > shown && (
        <Button size="small" variant="ghost" onClick={() => setShown(shown + SHOWN)}>
          Show {Math.min(SHOWN, entries.length - shown)} more of {entries.length} fields
        </Button>
      )}
      {!isReadOnly && (schema.kind === 'record' || schema.kind === 'any') && (
        <AddField path={path} schema={schema} taken={entries.map(({ key }) => key)} />
      )}
    </>
  );
}

/** Adds a field with a key that is typed. */
function AddField({
  path,
  schema,
  taken,
}: {
  readonly path: JsonPath;
  readonly schema: FieldSchema;
  readonly taken: readonly string[];
}) {
  const { change } = useFormActions();
  const [key, setKey] = useState<string | null>(null);
  const noun = schema.kind === 'record' ? 'entry' : 'field';
  if (key === null) {
    return (
      <div className={styles.actions}>
        <Button size="small" variant="ghost" icon={<Plus />} onClick={() => setKey('')}>
          Add {noun}
        </Button>
      </div>
    );
  }
  const isTaken = taken.includes(key);
  const add = () => {
    if (isTaken) return;
    const value = schema.rest() ?? anyValue;
    const raw = value.kind === 'any' ? '""' : minimalJson(value);
    change((text) => insertMember(text, path, 'end', key, raw));
    setKey(null);
  };
  return (
    <div className={styles.field}>
      <EditFrame
        state="rest"
        noteId=""
        errors={isTaken ? [`There is a field ${key} already.`] : []}
        end={
          <Button size="small" variant="ghost" disabled={isTaken} onClick={add}>
            Add
          </Button>
        }
      >
        <PlainField
          aria-label={`Key of the new ${noun}`}
          placeholder="Key"
          autoFocus
          className={styles.newKey}
          value={key}
          onChange={({ target }) => setKey(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
            else if (event.key === 'Escape') setKey(null);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </EditFrame>
    </div>
  );
}

function entriesOf(members: readonly JsonChild[], schema: FieldSchema): readonly Entry[] {
  const last = new Map(members.map((member) => [member.key ?? '', member]));
  const properties = schema.properties();
  const known = [...properties].map(
    ([key, property]): Entry => ({ key, segment: key, member: last.get(key) ?? null, property }),
  );
  const others = members.flatMap((member, position): readonly Entry[] => {
    const key = member.key ?? '';
    if (last.get(key) !== member) return [{ key, segment: position, member, property: null }];
    return properties.has(key) ? [] : [{ key, segment: key, member, property: null }];
  });
  return [...known, ...others];
}

function orderOf(schema: FieldSchema): readonly string[] {
  let order = orders.get(schema);
  if (order === undefined) {
    order = [...schema.properties().keys()];
    orders.set(schema, order);
  }
  return order;
}
