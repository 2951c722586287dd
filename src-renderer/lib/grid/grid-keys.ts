/** What a key of the grid itself does: moving, selecting along the way, leaving. Rows and columns are steps of the cursor; `Infinity` goes to the edge. */
export type GridAction =
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number; readonly isExtending: boolean }
  | { readonly kind: 'page'; readonly direction: -1 | 1; readonly isExtending: boolean }
  | { readonly kind: 'menu' | 'escape' };

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

/** The action of a key, or null if the grid itself has none for it; everything else is a command. */
export function gridActionOf(press: KeyPress): GridAction | null {
  const isControl = press.ctrlKey || press.metaKey;
  const { key, shiftKey: isExtending, altKey } = press;
  if (altKey) return null;
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
    case 'Escape':
      return { kind: 'escape' };
    case 'ContextMenu':
      return { kind: 'menu' };
    case 'F10':
      return isExtending ? { kind: 'menu' } : null;
    default:
      return null;
  }
}

/**
 * The text that a key types and that begins an edit; empty where a character is being composed (a dead key, an input
 * method); null for every other key. Space opens the inspector, unless an edit has begun whose editor is on its way.
 */
export function typedText(
  press: KeyPress & { getModifierState?(name: string): boolean },
  isEditing: boolean,
): string | null {
  const { key } = press;
  if (key === 'Dead' || key === 'Process') return '';
  const isAltGraph = press.getModifierState?.('AltGraph') === true;
  if (!isAltGraph && (press.ctrlKey || press.metaKey || press.altKey)) return null;
  return [...key].length === 1 && (key !== ' ' || isEditing) ? key : null;
}

/** 0 stays 0: 0 times Infinity is not a number. */
function scale(step: number, reach: number): number {
  return step === 0 ? 0 : step * reach;
}
