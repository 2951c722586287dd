import type { Client } from '../../src-preload/client.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import { useCommandChanges, useCommands } from '../lib/commands/command-context.tsx';
import { isCommandId } from '../lib/commands/command-specs.ts';
import { nativeMenus } from './native-menus.ts';
import { useNativeMenu } from './use-native-menu.ts';

export interface NativeMenuProps {
  readonly client: Client;
  readonly capabilities: Capabilities | null;
}

/** Keeps the menu bar of the system as the commands are. Draws nothing, so that the page is not drawn with it. */
export function NativeMenu({ client, capabilities }: NativeMenuProps) {
  const commands = useCommands();
  useCommandChanges(commands.center);
  const menus = capabilities?.nativeMenu === true ? nativeMenus(commands) : [];
  useNativeMenu(client, capabilities, menus, (id) => isCommandId(id) && commands.center.run(id));
  return null;
}
