/** Kinds of values that JSON has no form for. Stored as `{"__type": kind, "value": ...}`, as other writers do. */
const kinds = ['Date', 'BigInt', 'Map', 'Set', 'Uint8Array', 'Object'] as const;
type RichKind = (typeof kinds)[number];

/** What is in every text that has a marker, and in hardly any that has none. */
const MARKER_TEXT = '__type":';

/** A value that JSON cannot hold, and where it was. */
export interface Unstorable {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A copy of a document in which JSON can hold everything; what cannot be stored is added to `unstorable`. */
export function toStorable(document: unknown, unstorable: Unstorable[]): unknown {
  return storable(document, { path: [], ancestors: [], unstorable });
}

/** Whether a stored text may hold rich values. */
export function mayHaveMarkers(json: string): boolean {
  return json.includes(MARKER_TEXT);
}

/** Puts the rich values in the place of their markers, in a document that was parsed and is nobody else's. */
export function reviveMarkers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = reviveMarkers(value[index]);
    return value;
  }
  const record = value as Record<string, unknown>;
  if (isMarker(record)) return revive(record.__type, record.value);
  for (const key of Object.keys(record)) setOwn(record, key, reviveMarkers(record[key]));
  return record;
}

/** Sets a field of its own, also where its name is `__proto__`. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

interface Place {
  readonly path: (string | number)[];
  readonly ancestors: object[];
  readonly unstorable: Unstorable[];
}

function storable(value: unknown, place: Place): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return undefined;
    case 'number':
      if (Number.isFinite(value)) return value;
      return refuse(place, `${value} has no form in JSON`);
    case 'bigint':
      return { __type: 'BigInt', value: String(value) };
    case 'object':
      return value === null ? null : storableObject(value, place);
    default:
      return refuse(place, `a ${typeof value} cannot be stored`);
  }
}

function storableObject(value: object, place: Place): unknown {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return refuse(place, 'the date is not valid');
    return { __type: 'Date', value: value.toISOString() };
  }
  if (value instanceof Uint8Array) {
    return { __type: 'Uint8Array', value: Buffer.from(value).toString('base64') };
  }
  if (place.ancestors.includes(value)) return refuse(place, 'the document contains itself');
  place.ancestors.push(value);
  const copy = storableContainer(value, place);
  place.ancestors.pop();
  return copy;
}

function storableContainer(value: object, place: Place): unknown {
  if (Array.isArray(value)) return storableList(value, place);
  if (value instanceof Map) {
    const entries = [...value].map((entry, index) => at(place, index, () => storableList(entry, place)));
    return { __type: 'Map', value: entries };
  }
  if (value instanceof Set) return { __type: 'Set', value: storableList([...value], place) };
  if ('toJSON' in value && typeof value.toJSON === 'function') return storable(value.toJSON(), place);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return refuse(place, 'only plain objects, arrays, dates, maps, sets and bytes can be stored');
  }
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined)
      setOwn(
        copy,
        key,
        at(place, key, () => storable(inner, place)),
      );
  }
  // The user's own object that looks like a marker must come back as it is.
  return isMarker(copy) ? { __type: 'Object', value: Object.entries(copy) } : copy;
}

function storableList(values: readonly unknown[], place: Place): unknown[] {
  return values.map((inner, index) => at(place, index, () => storable(inner, place)));
}

function at<T>(place: Place, key: string | number, work: () => T): T {
  place.path.push(key);
  const result = work();
  place.path.pop();
  return result;
}

function refuse({ path, unstorable }: Place, message: string): undefined {
  unstorable.push({ path: [...path], message });
  return undefined;
}

function isMarker(record: Record<string, unknown>): record is { __type: RichKind; value: unknown } {
  const { __type: kind } = record;
  if (typeof kind !== 'string' || !kinds.some((known) => known === kind)) return false;
  return Object.hasOwn(record, 'value') && Object.keys(record).length === 2;
}

/** A marker with a value that is not of its kind stays as it is. */
function revive(kind: RichKind, value: unknown): unknown {
  const asFound = { __type: kind, value };
  switch (kind) {
    case 'Date': {
      const date = new Date(typeof value === 'string' || typeof value === 'number' ? value : Number.NaN);
      return Number.isNaN(date.getTime()) ? asFound : date;
    }
    case 'BigInt':
      return isInteger(value) ? BigInt(value) : asFound;
    case 'Uint8Array':
      return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : asFound;
    case 'Set':
      return Array.isArray(value) ? new Set(value.map(reviveMarkers)) : asFound;
    case 'Map':
      return isEntryList(value)
        ? new Map(value.map(([key, inner]) => [reviveMarkers(key), reviveMarkers(inner)]))
        : asFound;
    case 'Object':
      return isEntryList(value)
        ? Object.fromEntries(value.map(([key, inner]) => [String(key), reviveMarkers(inner)]))
        : asFound;
  }
}

/** Whether a stored value is a list of keys with their values. */
export function isEntryList(value: unknown): value is [unknown, unknown][] {
  return Array.isArray(value) && value.every((entry) => Array.isArray(entry) && entry.length === 2);
}

/** Whether a stored value is the text, or the number, of an integer. */
export function isInteger(value: unknown): value is string | number {
  return typeof value === 'string' ? /^-?\d+$/.test(value) : Number.isSafeInteger(value);
}
