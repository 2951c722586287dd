/** What a key does in the grid. Rows and columns are steps of the cursor; `Infinity` goes to the edge. */
export type GridAction =
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number; readonly isExtending: boolean }
  | { readonly kind: 'page'; readonly direction: -1 | 1; readonly isExtending: boolean }
  | {
      readonly kind:
        | 'select-all'
        | 'select-row'
        | 'select-column'
        | 'copy'
        | 'copy-json'
        | 'find'
        | 'find-next'
        | 'find-previous'
        | 'filter-row'
        | 'filter-by-value'
        | 'go-to-row'
        | 'follow'
        | 'open'
        | 'inspect'
        | 'refresh'
        | 'menu'
        | 'escape';
    };

/** The part of a keyboard event that tells. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const ARROWS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The action of a key, or null if the grid has none for it. */
export function gridActionOf(press: KeyPress): GridAction | null {
  const isControl = press.ctrlKey || press.metaKey;
  const { key, shiftKey: isExtending, altKey } = press;
  if (altKey) return isControl ? null : altAction(key);
  const arrow = Object.hasOwn(ARROWS, key) ? ARROWS[key] : undefined;
  if (arrow !== undefined) {
    const reach = isControl ? Infinity : 1;
    return { kind: 'move', rows: scale(arrow[0], reach), columns: scale(arrow[1], reach), isExtending };
  }
  switch (key) {
    case 'Home':
      return { kind: 'move', rows: isControl ? -Infinity : 0, columns: -Infinity, isExtending };
    case 'End':
      return { kind: 'move', rows: isControl ? Infinity : 0, columns: Infinity, isExtending };
    case 'PageUp':
      return isControl ? null : { kind: 'page', direction: -1, isExtending };
    case 'PageDown':
      return isControl ? null : { kind: 'page', direction: 1, isExtending };
    case 'Enter':
    case 'F2':
      return isControl ? null : { kind: 'open' };
    case 'Escape':
      return { kind: 'escape' };
    case 'F3':
      return { kind: isExtending ? 'find-previous' : 'find-next' };
    case 'ContextMenu':
      return { kind: 'menu' };
    case 'F10':
      return isExtending ? { kind: 'menu' } : null;
    case ' ':
      if (isExtending && isControl) return { kind: 'select-all' };
      if (isExtending) return { kind: 'select-row' };
      return { kind: isControl ? 'select-column' : 'inspect' };
  }
  return isControl ? controlAction(key.toLowerCase(), isExtending) : null;
}

function altAction(key: string): GridAction | null {
  if (key === 'Enter') return { kind: 'follow' };
  return key.toLowerCase() === 'f' ? { kind: 'filter-by-value' } : null;
}

function controlAction(key: string, isShifted: boolean): GridAction | null {
  switch (key) {
    case 'a':
      return isShifted ? null : { kind: 'select-all' };
    case 'c':
      return { kind: isShifted ? 'copy-json' : 'copy' };
    case 'f':
      return isShifted ? null : { kind: 'filter-row' };
    case 'g':
      return { kind: isShifted ? 'go-to-row' : 'find' };
    case 'r':
      return isShifted ? null : { kind: 'refresh' };
    default:
      return null;
  }
}

/** 0 stays 0: 0 times Infinity is not a number. */
function scale(step: number, reach: number): number {
  return step === 0 ? 0 : step * reach;
}
