/** Paths to be looked up in documents, as a tree of keys. Made once for many documents. */
export interface FieldTree {
  /** Place of the path that ends here; -1 if none does. */
  readonly index: number;
  readonly children: ReadonlyMap<string, FieldTree>;
}

interface GrowingTree {
  index: number;
  readonly children: Map<string, GrowingTree>;
}

/** The tree of these paths; the place of a path is its place in the list. Paths must differ. */
export function fieldTree(paths: readonly (readonly string[])[]): FieldTree {
  const root: GrowingTree = { index: -1, children: new Map() };
  paths.forEach((path, index) => {
    let node = root;
    for (const key of path) {
      const child: GrowingTree = node.children.get(key) ?? { index: -1, children: new Map() };
      node.children.set(key, child);
      node = child;
    }
    node.index = index;
  });
  return root;
}

/**
 * The text of the value at each path, exactly as it stands in the document: `1.10` stays `1.10`. Of a key that
 * stands twice the first counts, as in SQLite's own functions. Undefined where there is no value.
 *
 * `json` must be valid: it is scanned, not checked.
 */
export function sliceFields(json: string, tree: FieldTree, count: number): (string | undefined)[] {
  const found = new Array<string | undefined>(count).fill(undefined);
  scanValue(json, skipSpace(json, 0), tree, found);
  return found;
}

/** Scans a value for what the tree asks below it; gives the place after the value. */
function scanValue(
  json: string,
  start: number,
  tree: FieldTree,
  found: (string | undefined)[],
  isTaken = false,
): number {
  const end =
    tree.children.size > 0 && json.charCodeAt(start) === 0x7b
      ? scanObject(json, start, tree, found, isTaken)
      : skipValue(json, start);
  if (!isTaken && tree.index >= 0) found[tree.index] = json.slice(start, end);
  return end;
}

function scanObject(
  json: string,
  start: number,
  tree: FieldTree,
  found: (string | undefined)[],
  isTaken: boolean,
): number {
  const seen = new Set<FieldTree>();
  let at = skipSpace(json, start + 1);
  if (json.charCodeAt(at) === 0x7d) return at + 1;
  for (;;) {
    const keyEnd = skipString(json, at);
    const child = tree.children.get(keyOf(json, at, keyEnd));
    at = skipSpace(json, skipSpace(json, keyEnd) + 1);
    if (child === undefined) at = skipValue(json, at);
    else {
      at = scanValue(json, at, child, found, isTaken || seen.has(child));
      seen.add(child);
    }
    at = skipSpace(json, at);
    if (json.charCodeAt(at) !== 0x2c) return at + 1;
    at = skipSpace(json, at + 1);
  }
}

function keyOf(json: string, start: number, end: number): string {
  const inner = json.slice(start + 1, end - 1);
  // JSON.parse of a string literal gives a string.
  return inner.includes('\\') ? (JSON.parse(json.slice(start, end)) as string) : inner;
}

/** The place after the value that begins at `start`, at any depth without recursion. */
function skipValue(json: string, start: number): number {
  const first = json.charCodeAt(start);
  if (first === 0x22) return skipString(json, start);
  if (first !== 0x7b && first !== 0x5b) return skipWord(json, start);
  let depth = 0;
  let at = start;
  for (;;) {
    const code = json.charCodeAt(at);
    if (code === 0x22) {
      at = skipString(json, at);
      continue;
    }
    at += 1;
    if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return at;
    } else if (Number.isNaN(code)) return at - 1;
  }
}

function skipString(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote >= 0) {
    let backslashes = 0;
    while (json.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    quote = json.indexOf('"', quote + 1);
  }
  return json.length;
}

function skipWord(json: string, start: number): number {
  let at = start;
  while (at < json.length && !isDelimiter(json.charCodeAt(at))) at += 1;
  return at;
}

function skipSpace(json: string, start: number): number {
  let at = start;
  while (isSpace(json.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isDelimiter(code: number): boolean {
  return code === 0x2c || code === 0x7d || code === 0x5d || isSpace(code);
}
