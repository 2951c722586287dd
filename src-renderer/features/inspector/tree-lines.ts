import type { JsonNode } from '../../lib/cells/json-tree.ts';

/** One visible line of a tree. */
export interface TreeLine {
  readonly node: JsonNode;
  /** Names the line among its brothers and through foldings; twin keys have paths of their own. */
  readonly path: string;
  readonly depth: number;
  /** null: there is nothing to unfold. */
  readonly isOpen: boolean | null;
}

/** Items of arrays and what lies deeper begin folded when there are more than this. */
const OPEN_ITEMS = 12;

/** The lines that are seen: objects near the top begin open, long arrays and depths begin folded. */
export function flattenTree(root: JsonNode, toggled: ReadonlyMap<string, boolean>): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  const walk = (node: JsonNode, path: string, depth: number) => {
    const isOpen = node.children.length === 0 ? null : (toggled.get(path) ?? beginsOpen(node, depth));
    lines.push({ node, path, depth, isOpen });
    if (isOpen !== true) return;
    for (const [index, child] of node.children.entries()) walk(child, `${path}/${index}`, depth + 1);
  };
  if (root.kind !== 'object' && root.kind !== 'array')
    return [{ node: root, path: '', depth: 0, isOpen: null }];
  for (const [index, child] of root.children.entries()) walk(child, `/${index}`, 0);
  return lines;
}

/** What stands beside a folded or open object or array. */
export function summaryOf(node: JsonNode, isOpen: boolean): string {
  const { length } = node.children;
  if (node.kind === 'array') return `[ ${length} ]`;
  const names = node.children.map(({ name }) => name ?? '');
  const isShort = length > 0 && length <= 4 && names.join(', ').length <= 32;
  return isOpen || !isShort ? `{ ${length} }` : `{ ${names.join(', ')} }`;
}

function beginsOpen(node: JsonNode, depth: number): boolean {
  return depth < 2 && node.children.length <= OPEN_ITEMS;
}
