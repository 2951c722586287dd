import { type JsonNode, readJsonTree } from '../../lib/cells/json-tree.ts';
import { summaryOf } from './tree-lines.ts';

/** One value of an item as it stands in a small table. */
export interface ItemCell {
  /** `nested`: an object or an array, of which only the size is said. `missing`: the item has no such key. */
  readonly look: 'text' | 'number' | 'boolean' | 'null' | 'nested' | 'missing';
  readonly text: string;
}

/** An array of objects as a table. */
export interface ItemTable {
  readonly columns: readonly string[];
  /** Keys that have no column, since there are too many. */
  readonly hiddenColumns: number;
  readonly rows: readonly (readonly ItemCell[])[];
}

/** More columns would be no small table: Tree and JSON have them all. */
const MOST_COLUMNS = 24;
const MOST_TEXT = 500;
const missing: ItemCell = { look: 'missing', text: '' };

/**
 * The items of an array as rows; null where it is no array of objects, is empty, or has objects with twin keys, which
 * a table would hide. Keys are columns in the order in which they are first seen.
 */
export function itemTable(json: string): ItemTable | null {
  const tree = readJsonTree(json);
  if (tree?.kind !== 'array' || tree.children.length === 0) return null;
  const columns = new Map<string, number>();
  for (const item of tree.children) {
    if (item.kind !== 'object') return null;
    const names = new Set(item.children.map(({ name }) => name ?? ''));
    if (names.size < item.children.length) return null;
    for (const name of names) if (!columns.has(name)) columns.set(name, columns.size);
  }
  if (columns.size === 0) return null;
  const shown = [...columns.keys()].slice(0, MOST_COLUMNS);
  return {
    columns: shown,
    hiddenColumns: columns.size - shown.length,
    rows: tree.children.map((item) => {
      const values = new Map(item.children.map((child) => [child.name ?? '', child]));
      return shown.map((name) => {
        const value = values.get(name);
        return value === undefined ? missing : cellOf(value);
      });
    }),
  };
}

/**
 * The items that are whole in the first piece of an array's text, as an array; null where not even one is. Any text
 * is accepted: what comes of it is checked by whoever reads it as JSON.
 */
export function wholeItems(piece: string): string | null {
  let depth = 0;
  let isInText = false;
  let end = -1;
  for (let at = 0; at < piece.length; at += 1) {
    const mark = piece[at];
    if (isInText) {
      if (mark === '\\') at += 1;
      else if (mark === '"') isInText = false;
    } else if (mark === '"') isInText = true;
    else if (mark === '[' || mark === '{') depth += 1;
    else if (mark === ']' || mark === '}') depth -= 1;
    else if (mark === ',' && depth === 1) end = at;
  }
  return end < 0 ? null : `${piece.slice(0, end)}]`;
}

function cellOf(node: JsonNode): ItemCell {
  switch (node.kind) {
    case 'object':
    case 'array':
      return { look: 'nested', text: summaryOf(node, false) };
    case 'string':
      return { look: 'text', text: oneLine(JSON.parse(node.source) as string) };
    case 'number':
    case 'boolean':
    case 'null':
      return { look: node.kind, text: node.source };
  }
}

function oneLine(text: string): string {
  const shown = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  return shown.replaceAll(/\r\n|\r|\n/g, '↵').replaceAll('\0', '␀');
}
