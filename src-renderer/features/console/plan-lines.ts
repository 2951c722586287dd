import type { PlanNode } from '../../../src-preload/contract/queries.ts';

/** A line of the tree. */
export interface PlanLine {
  readonly node: PlanNode;
  readonly depth: number;
  /** The detail without the word that the badge says already. */
  readonly words: string;
}

/** The nodes of a plan as the lines of a tree, children behind their parents. */
export function planLines(nodes: readonly PlanNode[]): readonly PlanLine[] {
  const children = new Map<number | null, PlanNode[]>();
  const ids = new Set(nodes.map(({ id }) => id));
  for (const node of nodes) {
    const parent = node.parent !== null && ids.has(node.parent) ? node.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const lines: PlanLine[] = [];
  const waiting = (children.get(null) ?? []).toReversed().map((node) => ({ node, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    lines.push({ node, depth, words: node.detail.replace(/^(?:SCAN|SEARCH) /, '') });
    for (const child of (children.get(node.id) ?? []).toReversed())
      waiting.push({ node: child, depth: depth + 1 });
  }
  return lines;
}

/** The plan as text, indented, for the clipboard. */
export function planText(nodes: readonly PlanNode[]): string {
  return planLines(nodes)
    .map(({ node, depth }) => `${'  '.repeat(depth)}${node.detail}\n`)
    .join('');
}
