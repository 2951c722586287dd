import type { Client } from '../../src-preload/client.ts';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { TabsAction } from './tabs-state.ts';

/** The names of a file that takes longer are waited for in its overview. */
const WAIT_MILLISECONDS = 300;

/** What is shown of a file that was just opened: its only table, else its overview. Both are previews. */
export async function landing(client: Client, file: OpenFileInfo): Promise<TabsAction> {
  const object = await onlyObject(client, file.id);
  return object === undefined
    ? { kind: 'overview', file: file.id, name: file.name, isPreview: true }
    : { kind: 'open', file: file.id, object, isPreview: true };
}

async function onlyObject(client: Client, file: string): Promise<CatalogObject | undefined> {
  try {
    const signal = AbortSignal.timeout(WAIT_MILLISECONDS);
    const { objects } = await client.catalog.objects({ file }, { signal });
    const own = objects.filter(({ kind }) => kind !== 'shadow' && kind !== 'system');
    return own.length === 1 && own[0]?.error === null ? own[0] : undefined;
  } catch {
    return undefined;
  }
}
