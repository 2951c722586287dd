import { useEffect } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { Capabilities, Menu } from '../../src-preload/contract/shell.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';

/**
 * Keeps the menu bar of the system as the page has its menus, and runs what is chosen there. Nothing where the shell
 * has no such bar.
 *
 * @param menus may be made anew at every render: only a change of what is in them is sent.
 */
export function useNativeMenu(
  client: Client,
  capabilities: Capabilities | null,
  menus: readonly Menu[],
  onCommand: (id: string) => void,
): void {
  const hasMenu = capabilities?.nativeMenu === true;
  const model = JSON.stringify(menus);
  useEffect(() => {
    // A window that is closed meanwhile needs no menu.
    if (hasMenu) client.shell.showMenu({ menus: JSON.parse(model) as Menu[] }).catch(() => null);
  }, [client, hasMenu, model]);
  useBridgeEvent(client, 'shell.command', ({ id }) => onCommand(id));
}
