import {
  children,
  insertItem,
  insertMember,
  isJson,
  type JsonKind,
  type JsonPath,
  kindOf,
  moveTo,
  type TextEdit,
  toOrdinalPath,
  valueSpan,
} from '../../../../src-preload/contract/json-text/index.ts';

/** A change, and where the line is afterwards. */
export interface TreeChange {
  readonly edits: readonly TextEdit[];
  readonly path: JsonPath;
}

export const treeKinds = ['string', 'number', 'boolean', 'null', 'object', 'array'] as const;

/** A new member or item: at the end of what is at a path, or behind it if it can hold none. null: there is no place. */
export function addTo(text: string, path: JsonPath): TreeChange | null {
  const span = valueSpan(text, path);
  if (span === null) return null;
  const kind = kindOf(text, span.from);
  if (kind !== 'object' && kind !== 'array') {
    const positions = toOrdinalPath(text, path);
    if (path.length === 0 || positions === null) return null;
    return insertInto(text, path.slice(0, -1), (positions.at(-1) ?? 0) + 1);
  }
  return insertInto(text, path, 'end');
}

function insertInto(text: string, path: JsonPath, position: number | 'end'): TreeChange | null {
  const span = valueSpan(text, path);
  if (span === null) return null;
  const members = children(text, span);
  if (kindOf(text, span.from) === 'array') {
    const edits = insertItem(text, path, position, '""');
    return edits === null ? null : { edits, path: [...path, position === 'end' ? members.length : position] };
  }
  const taken = new Set(members.map(({ key }) => key));
  let key = 'field';
  for (let number = 2; taken.has(key); number += 1) key = `field${number}`;
  const edits = insertMember(text, path, position, key, '""');
  return edits === null ? null : { edits, path: [...path, key] };
}

/** Moves a line among its brothers. null: it is at the end already. */
export function moveBy(text: string, path: JsonPath, by: -1 | 1): TreeChange | null {
  const positions = toOrdinalPath(text, path);
  const segment = path.at(-1);
  if (positions === null || segment === undefined) return null;
  const position = (positions.at(-1) ?? 0) + by;
  const edits = position < 0 ? null : moveTo(text, path, position);
  if (edits === null) return null;
  return { edits, path: typeof segment === 'number' ? [...path.slice(0, -1), position] : path };
}

/** The JSON text of a typed value: of the type that it had, where the text allows it. */
export function typedValue(text: string, before: JsonKind): string {
  const trimmed = text.trim();
  if (before === 'string') return JSON.stringify(text);
  if (before === 'object' || before === 'array') return isJson(text) ? trimmed : JSON.stringify(text);
  const isScalar = /^(?:-?\d|true$|false$|null$|")/.test(trimmed) && isJson(trimmed);
  return isScalar ? trimmed : JSON.stringify(text);
}

/** A value as one of another type; what can be kept of it is. */
export function asKind(raw: string, kind: JsonKind, to: JsonKind): string {
  if (kind === to) return raw;
  const text = kind === 'string' ? (JSON.parse(raw) as string) : raw;
  switch (to) {
    case 'string':
      return JSON.stringify(kind === 'null' ? '' : text);
    case 'number':
      return /^-?\d/.test(text.trim()) && isJson(text.trim()) ? text.trim() : text === 'true' ? '1' : '0';
    case 'boolean':
      return String(text.trim() === 'true' || text === '1');
    case 'null':
      return 'null';
    case 'object':
      return kind === 'string' && text.trimStart().startsWith('{') && isJson(text) ? text.trim() : '{}';
    case 'array':
      if (kind === 'string' && text.trimStart().startsWith('[') && isJson(text)) return text.trim();
      return kind === 'null' ? '[]' : `[${raw}]`;
  }
}
