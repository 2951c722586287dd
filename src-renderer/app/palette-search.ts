import type { PaletteEntry, PaletteTarget } from './palette-entries.ts';

/** Entries of one kind that were found, best first. */
export interface PaletteGroup {
  readonly label: string;
  readonly entries: readonly PaletteEntry[];
}

const GROUPS: readonly {
  readonly label: string;
  readonly kind: PaletteTarget['kind'];
  readonly most: number;
  /** Without a text. */
  readonly mostAtFirst: number;
}[] = [
  { label: 'Tables and collections', kind: 'object', most: 20, mostAtFirst: 50 },
  { label: 'Columns', kind: 'column', most: 12, mostAtFirst: 0 },
  { label: 'Commands', kind: 'command', most: 50, mostAtFirst: 200 },
  { label: 'Open files', kind: 'file', most: 10, mostAtFirst: 0 },
  { label: 'Recent files', kind: 'recent', most: 10, mostAtFirst: 5 },
];

/** What is found by a text, by group: names equal to it first, then those that begin with it, then the shorter ones. */
export function searchPalette(entries: readonly PaletteEntry[], text: string): readonly PaletteGroup[] {
  const wanted = text.trim().toLowerCase();
  const best = new Map<PaletteTarget['kind'], Best>();
  for (const { kind, most, mostAtFirst } of GROUPS)
    best.set(kind, new Best(wanted === '' ? mostAtFirst : most));
  for (const entry of entries) {
    const rank = wanted === '' ? 0 : rankOf(entry, wanted);
    // Of equal ranks the shorter name; without a text the order of the list.
    if (rank >= 0)
      best.get(entry.target.kind)?.add(entry, rank * 1e9 + (wanted === '' ? 0 : entry.label.length));
  }
  return GROUPS.flatMap(({ label, kind }) => {
    const shown = best.get(kind)?.entries ?? [];
    return shown.length === 0 ? [] : [{ label, entries: shown }];
  });
}

/** The few entries with the least weight, in its order; equal ones as they came. Ten thousand are never sorted. */
class Best {
  readonly entries: PaletteEntry[] = [];
  readonly #weights: number[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(entry: PaletteEntry, weight: number): void {
    const weights = this.#weights;
    let place = weights.length;
    if (place === this.#most && weight >= (weights[place - 1] ?? -1)) return;
    while (place > 0 && (weights[place - 1] ?? 0) > weight) place -= 1;
    weights.splice(place, 0, weight);
    this.entries.splice(place, 0, entry);
    if (weights.length <= this.#most) return;
    weights.pop();
    this.entries.pop();
  }
}

/** -1: not found. */
function rankOf({ lower, nameAt }: PaletteEntry, wanted: string): number {
  // A table's name and a dot lead to its columns.
  const at = wanted.includes('.') ? lower.indexOf(wanted) : lower.indexOf(wanted, nameAt);
  if (at < 0) return -1;
  if (at === nameAt && lower.length === nameAt + wanted.length) return 0;
  if (at === nameAt) return 1;
  return /[^\p{L}\p{N}]/u.test(lower.charAt(at - 1)) ? 2 : 3;
}

/** The parts of a label, those that are equal to the text told apart. */
export function markedParts(
  label: string,
  text: string,
): readonly { readonly text: string; readonly isMatch: boolean; readonly at: number }[] {
  const wanted = text.trim().toLowerCase();
  const lower = label.toLowerCase();
  // Letters whose other case is longer would shift the places.
  if (wanted === '' || lower.length !== label.length) return [{ text: label, isMatch: false, at: 0 }];
  const parts: { readonly text: string; readonly isMatch: boolean; readonly at: number }[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: label.slice(from, at), isMatch: false, at: from });
    parts.push({ text: label.slice(at, at + wanted.length), isMatch: true, at });
    from = at + wanted.length;
  }
  if (from < label.length) parts.push({ text: label.slice(from), isMatch: false, at: from });
  return parts;
}
