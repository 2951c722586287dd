import { useMemo, useState } from 'react';
import type { KeyChanges } from '../../src-preload/contract/preferences.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import { CommandCenter, type CommandHandlers } from '../lib/commands/command-center.ts';
import { type Commands, useOwnHandlers } from '../lib/commands/command-context.tsx';
import { commandSpecs } from '../lib/commands/command-specs.ts';
import { keyMap } from '../lib/commands/key-map.ts';
import { useKeyDispatch } from '../lib/commands/use-key-dispatch.ts';
import { isApple } from '../lib/split-keys.ts';

const NONE: readonly string[] = [];

/**
 * The commands of this window: the keys in force, what runs them by key. `handlers`
 * are those of the frame; other components add theirs.
 */
export function useWindowCommands(capabilities: Capabilities | null, changes: KeyChanges): Commands {
  const [center] = useState(() => new CommandCenter());
  const reserved = capabilities?.reservedKeys ?? NONE;
  const keys = useMemo(() => keyMap(commandSpecs, { isApple, reserved, changes }), [reserved, changes]);
  const commands = useMemo(() => ({ center, keys }), [center, keys]);
  useKeyDispatch(commands);
  return commands;
}

/** Says what the commands of the frame do. */
export function useFrameHandlers({ center }: Commands, handlers: CommandHandlers): void {
  useOwnHandlers(center, handlers);
}
