import type { TreeLine } from './tree-rows.ts';

/** What a key does in the tree. */
export type TreeAction =
  | { readonly kind: 'focus'; readonly id: string }
  | { readonly kind: 'toggle'; readonly id: string }
  | { readonly kind: 'open'; readonly id: string; readonly isPreview: boolean };

/** What a key means at a line, by the tree pattern of WAI-ARIA; undefined when it means nothing here. */
export function treeKey(lines: readonly TreeLine[], focused: string, key: string): TreeAction | undefined {
  const index = lines.findIndex((line) => line.id === focused);
  const line = lines[index];
  if (line === undefined) return undefined;
  const focus = (to: TreeLine | undefined): TreeAction | undefined => to && { kind: 'focus', id: to.id };
  const isFold = line.kind === 'file' || line.kind === 'section';
  switch (key) {
    case 'ArrowDown':
      return focus(lines[index + 1]);
    case 'ArrowUp':
      return focus(lines[index - 1]);
    case 'Home':
      return focus(lines[0]);
    case 'End':
      return focus(lines.at(-1));
    case 'ArrowRight':
      if (!isFold) return undefined;
      return line.isExpanded ? focus(lines[index + 1]) : { kind: 'toggle', id: line.id };
    case 'ArrowLeft':
      if (isFold && line.isExpanded) return { kind: 'toggle', id: line.id };
      return focus(lines.find((other) => other.id === line.parent));
    case 'Enter':
    case ' ':
      if (line.kind === 'section') return { kind: 'toggle', id: line.id };
      return line.kind === 'object' || line.kind === 'file'
        ? { kind: 'open', id: line.id, isPreview: key === ' ' }
        : undefined;
    default:
      return undefined;
  }
}

/** The next line after the focused one whose name begins with what was typed; the search goes around. */
export function typeAhead(lines: readonly TreeLine[], focused: string, typed: string): string | undefined {
  const start = lines.findIndex((line) => line.id === focused);
  const wanted = typed.toLocaleLowerCase();
  // While more letters are added, the line found so far still counts.
  const first = typed.length > 1 ? start : start + 1;
  for (let step = 0; step < lines.length; step += 1) {
    const line = lines[(first + step) % lines.length];
    if (line?.name.toLocaleLowerCase().startsWith(wanted)) return line.id;
  }
  return undefined;
}

/** The line that takes the focus from one that is gone: its parent where that was folded, else what stands there now. */
export function lineInPlaceOf(
  gone: TreeLine,
  before: readonly TreeLine[],
  lines: readonly TreeLine[],
): string | undefined {
  const parent = lines.find((line) => line.id === gone.parent);
  if (parent !== undefined && 'isExpanded' in parent && !parent.isExpanded) return parent.id;
  return (lines[before.indexOf(gone)] ?? lines.at(-1))?.id;
}
