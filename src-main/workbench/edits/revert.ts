import type { StagedColumn, StagedEntry } from './staged-entry.ts';

/**
 * Takes a row from what one step made of it (`from`) back to what it was (`to`), column by column, so that edits of
 * other columns since then stay. "blocked": what the step made was changed again since. Entries are compared by
 * identity: they are never changed in place.
 */
export function revert(
  now: StagedEntry | undefined,
  from: StagedEntry | undefined,
  to: StagedEntry | undefined,
): StagedEntry | undefined | 'blocked' {
  if (now === from) return to;
  if (from === undefined || to === undefined) return revertUpdate(now, from, to);
  if (now === undefined || now.kind !== from.kind || to.kind !== from.kind) return 'blocked';
  return mergeColumns(now, from.columns, to.columns, to);
}

/** A step that staged the first column of a row (or the last one back): others may have been staged beside it. */
function revertUpdate(
  now: StagedEntry | undefined,
  from: StagedEntry | undefined,
  to: StagedEntry | undefined,
): StagedEntry | undefined | 'blocked' {
  const kind = from?.kind ?? to?.kind;
  if (kind !== 'update' || (now !== undefined && now.kind !== 'update')) return 'blocked';
  const none: ReadonlyMap<string, StagedColumn> = new Map();
  const base = now ?? to;
  if (base === undefined) return 'blocked';
  return mergeColumns(
    { ...base, columns: now?.columns ?? none },
    from?.columns ?? none,
    to?.columns ?? none,
    base,
  );
}

function mergeColumns(
  now: StagedEntry,
  from: ReadonlyMap<string, StagedColumn>,
  to: ReadonlyMap<string, StagedColumn>,
  like: StagedEntry,
): StagedEntry | undefined | 'blocked' {
  const columns = new Map(now.columns);
  for (const name of new Set([...from.keys(), ...to.keys()])) {
    const [made, was] = [from.get(name), to.get(name)];
    if (made === was) continue;
    if (now.columns.get(name) !== made) return 'blocked';
    if (was === undefined) columns.delete(name);
    else columns.set(name, was);
  }
  if (columns.size === 0 && now.kind === 'update') return undefined;
  return { ...now, image: now.image ?? like.image, columns };
}
