import { useId } from 'react';
import {
  applyEdits,
  children,
  type JsonChild,
  type JsonKind,
  type JsonPath,
  kindOf,
  type TextEdit,
  valueSpan,
} from '../../../../src-preload/contract/json-text/index.ts';
import type { FieldSchema, VariantSchema } from '../../../lib/documents/field-schema.ts';
import { minimalJson } from '../../../lib/documents/minimal-json.ts';
import { PlainSelect } from '../../../ui/plain-select.tsx';
import { EditFrame } from '../edit-frame.tsx';
import { editsBetween } from './compose-edits.ts';
import styles from './document-form.module.css';
import { setField } from './set-field.ts';
import { richValue } from './value-text.ts';

type Make = (text: string, path: JsonPath, order: readonly string[]) => readonly TextEdit[] | null;

export interface VariantSelectProps {
  readonly label: string;
  readonly schema: FieldSchema;
  readonly chosen: VariantSchema | null;
  readonly onChoose: (make: Make) => void;
}

/** Which of a union's variants a value is. */
export function VariantSelect({ label, schema, chosen, onChoose }: VariantSelectProps) {
  const noteId = useId();
  const variants = schema.variants();
  return (
    <div className={styles.variant}>
      <EditFrame state="rest" noteId={noteId}>
        <PlainSelect
          aria-label={`Variant of ${label}`}
          value={chosen === null ? '' : variants.indexOf(chosen)}
          onChange={({ target }) => {
            const next = variants[Number(target.value)];
            if (next !== undefined && target.value !== '')
              onChoose((text, path, order) => toVariant(text, path, order, schema, next));
          }}
        >
          {chosen === null && <option value="">choose a variant</option>}
          {variants.map((variant, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: labels may be alike, places are not.
            <option key={index} value={index}>
              {variant.label}
            </option>
          ))}
        </PlainSelect>
      </EditFrame>
    </div>
  );
}

/** The variant that a value is one of, or comes near to; null: none. */
export function chosenVariant(
  schema: FieldSchema,
  text: string,
  value: Pick<JsonChild, 'from' | 'to' | 'kind'> | null,
): VariantSchema | null {
  if (value === null) return null;
  const variants = schema.variants();
  const { discriminator } = schema;
  const members = value.kind === 'object' ? children(text, value) : [];
  if (discriminator !== null) {
    const tag = members.findLast(({ key }) => key === discriminator);
    const raw = tag === undefined ? null : text.slice(tag.from, tag.to);
    return variants.find((variant) => variant.tag === raw) ?? null;
  }
  const keys = new Set(members.map(({ key }) => key ?? ''));
  const isRich =
    value.kind === 'object' &&
    richValue(text.slice(value.from, Math.min(value.to, value.from + 4097))) !== null;
  const fitting = variants.filter((variant) => fits(variant.schema, value.kind, isRich));
  return (
    fitting.toSorted((one, other) => likeness(other.schema, keys) - likeness(one.schema, keys))[0] ?? null
  );
}

/** What a value has is kept where the other variant may have it too. */
function toVariant(
  text: string,
  path: JsonPath,
  order: readonly string[],
  { discriminator }: FieldSchema,
  { schema, tag }: VariantSchema,
): readonly TextEdit[] | null {
  const span = valueSpan(text, path);
  const isObject = span !== null && kindOf(text, span.from) === 'object';
  if (!isObject || discriminator === null || tag === null) {
    return setField(text, path, minimalJson({ ...schema, isNullable: false }), order);
  }
  const keys = [...schema.properties().keys()];
  const there = new Set(children(text, span).map(({ key }) => key));
  let changed = applyEdits(text, setField(text, [...path, discriminator], tag, keys) ?? []);
  for (const [key, property] of schema.properties()) {
    if (there.has(key) || key === discriminator || !property.isRequired) continue;
    changed = applyEdits(
      changed,
      setField(changed, [...path, key], minimalJson(property.schema), keys) ?? [],
    );
  }
  return editsBetween(text, changed);
}

function fits({ kind }: FieldSchema, value: JsonKind, isRich: boolean): boolean {
  if (kind === 'any') return true;
  if (kind === 'date' || kind === 'bigint') return isRich;
  if (kind === 'object' || kind === 'record') return value === 'object' && !isRich;
  if (kind === 'integer') return value === 'number';
  if (kind === 'enum') return value !== 'object' && value !== 'array';
  return kind === value;
}

function likeness(schema: FieldSchema, keys: ReadonlySet<string>): number {
  const properties = [...schema.properties()];
  const known = properties.filter(([key]) => keys.has(key)).length;
  const missing = properties.filter(([key, { isRequired }]) => isRequired && !keys.has(key)).length;
  return known - missing;
}
