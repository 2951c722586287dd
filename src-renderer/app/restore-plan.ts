import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { Session } from '../../src-preload/contract/session.ts';
import { tabsOf } from './session.ts';
import type { Tab } from './tab.ts';

/** A file that has to be opened again. */
export interface MissingFile {
  readonly path: string;
  readonly isSample: boolean;
  readonly isReadOnly: boolean;
  /** The tab in front says that it could not be opened: when it can be, it is shown. */
  readonly isInFront: boolean;
}

export interface RestorePlan {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
  /** The file of the tab in front first. */
  readonly missing: readonly MissingFile[];
}

/**
 * What brings a session back beside the files that are open. A file that was open when the window went, and is not
 * any more while others are, was closed in another window: it stays closed.
 */
export function planRestore(
  session: Session,
  opened: readonly OpenFileInfo[],
  wereOpen: readonly string[],
): RestorePlan {
  const known = new Set(opened.map(({ path }) => path));
  const isGone = (path: string) => known.size > 0 && wereOpen.includes(path) && !known.has(path);
  const front = session.active === null ? undefined : session.tabs[session.active];
  const missing = session.files
    .map((file, index) => ({
      ...file,
      isFirst: front?.file === index,
      isInFront: front?.kind === 'file' && front.file === index,
    }))
    .filter(({ path }) => !known.has(path) && !isGone(path))
    .sort((one, other) => Number(other.isFirst) - Number(one.isFirst))
    .map(({ isFirst: _, ...file }) => file);
  return { ...tabsOf(session, (path) => !isGone(path)), missing };
}
