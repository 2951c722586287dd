import { isField, type ReadValue } from '../read-value.ts';
import { isRawText } from '../stored-value.ts';
import type { CopyColumn, CopyFormatter, CopyStyle } from './copy-formatter.ts';
import { base64Of, repairedText } from './plain-value.ts';
import { realLiteral } from './real-text.ts';

/** A column, or an object that holds columns: where a value stands in the object of its row. */
interface Slot {
  readonly key: string;
  /** Place in the row; -1 for an object that is no column itself. */
  index: number;
  readonly children: Map<string, Slot>;
}

/**
 * A row as an object. Fields of documents stand where they stand in the document, with every digit; what is missing
 * there is left out. BLOBs are base64, JSONB is JSON.
 */
export function jsonFormatter(style: CopyStyle, form: 'array' | 'lines'): CopyFormatter {
  const slots = slotsOf(style.columns);
  const object = (values: readonly ReadValue[]): string => objectOf(slots, values, style.jsonOf) ?? '{}';
  if (form === 'lines') return { begin: () => '', row: (values) => `${object(values)}\n`, end: () => '' };
  let count = 0;
  return {
    begin: () => '[',
    row: (values) => {
      count += 1;
      return `${count === 1 ? '\n' : ',\n'}  ${object(values)}`;
    },
    end: () => (count === 0 ? ']\n' : '\n]\n'),
  };
}

function slotsOf(columns: readonly CopyColumn[]): readonly Slot[] {
  const root = new Map<string, Slot>();
  columns.forEach(({ name, path }, index) => {
    let level = root;
    const keys = path ?? [name];
    keys.forEach((key, depth) => {
      const slot: Slot = level.get(key) ?? { key, index: -1, children: new Map() };
      if (depth === keys.length - 1) slot.index = index;
      level.set(key, slot);
      level = slot.children;
    });
  });
  return [...root.values()];
}

/** Undefined where no slot has a value. */
function objectOf(
  slots: Iterable<Slot>,
  values: readonly ReadValue[],
  jsonOf: CopyStyle['jsonOf'],
): string | undefined {
  const members: string[] = [];
  for (const slot of slots) {
    // An object that is copied as a whole has the fields in it already.
    const own = slot.index < 0 ? undefined : jsonValue(values[slot.index] ?? null, jsonOf);
    const text =
      own ?? (slot.children.size > 0 ? objectOf(slot.children.values(), values, jsonOf) : undefined);
    if (text !== undefined) members.push(`${JSON.stringify(slot.key)}: ${text}`);
  }
  return members.length === 0 ? undefined : `{${members.join(', ')}}`;
}

/** A complete value as JSON; undefined: a document has nothing at that path. */
export function jsonValue(value: ReadValue, jsonOf: CopyStyle['jsonOf']): string | undefined {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return String(value);
    case 'number':
      return realLiteral(value);
    default:
  }
  if (isField(value)) return value.json === null ? undefined : onOneLine(value.json);
  if (isRawText(value)) return JSON.stringify(repairedText(value.rawText));
  if (!(value instanceof Uint8Array))
    throw new TypeError('A value is to be written of which only the start was read.');
  return jsonOf(value) ?? JSON.stringify(base64Of(value));
}

/** Line breaks between the tokens of JSON, which NDJSON cannot have; inside strings they are always escaped. */
function onOneLine(json: string): string {
  return /[\r\n]/.test(json) ? json.replace(/\s*[\r\n]\s*/g, ' ') : json;
}
