/** Tabs that stay in memory besides the active one; each keeps its pages of rows and its place. */
const MAX_MOUNTED = 6;

/** The ids of tabs that are drawn: those shown last, the active one first. Gone tabs leave the list. */
export function mountedTabs(
  before: readonly string[],
  active: string | null,
  existing: readonly string[],
): readonly string[] {
  const rest = before.filter((id) => id !== active && existing.includes(id));
  const next = (active === null ? rest : [active, ...rest]).slice(0, MAX_MOUNTED);
  const isSame = next.length === before.length && next.every((id, index) => id === before[index]);
  return isSame ? before : next;
}
