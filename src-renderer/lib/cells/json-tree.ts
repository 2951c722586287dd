import { jsonTokens } from './json-tokens.ts';

/** A value of a JSON text, with its own source. Numbers are text to the end. */
export interface JsonNode {
  /** Key or index; null at the top. */
  readonly name: string | null;
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** Source of a plain value; empty for objects and arrays. */
  readonly source: string;
  readonly children: readonly JsonNode[];
}

interface OpenNode {
  readonly name: string | null;
  readonly kind: 'object' | 'array';
  readonly children: JsonNode[];
}

/** Reads JSON text into a tree without changing a digit; null if it is not JSON. Any depth. */
export function readJsonTree(text: string): JsonNode | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const stack: OpenNode[] = [];
  let root: JsonNode | null = null;
  let key: string | null = null;
  const put = (node: JsonNode) => {
    const parent = stack.at(-1);
    if (parent === undefined) root = node;
    else parent.children.push(node);
    key = null;
  };
  const nameOf = () => {
    const parent = stack.at(-1);
    if (parent === undefined) return null;
    return parent.kind === 'array' ? String(parent.children.length) : key;
  };
  for (const { kind, text: piece } of jsonTokens(text)) {
    if (kind === 'space') continue;
    if (kind === 'key') key = JSON.parse(piece) as string;
    else if (kind === 'mark') {
      if (piece === '{' || piece === '[') {
        stack.push({ name: nameOf(), kind: piece === '{' ? 'object' : 'array', children: [] });
        key = null;
      } else if (piece === '}' || piece === ']') {
        const closed = stack.pop();
        if (closed !== undefined) put({ ...closed, source: '' });
      }
    } else put({ name: nameOf(), kind: kindOf(kind, piece), source: piece, children: [] });
  }
  return root;
}

function kindOf(kind: 'string' | 'number' | 'word', piece: string): JsonNode['kind'] {
  if (kind !== 'word') return kind;
  return piece === 'null' ? 'null' : 'boolean';
}
