import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react';
import { isApple } from '../split-keys.ts';
import { CommandCenter, type CommandHandlers, type CommandOwner } from './command-center.ts';
import { type CommandId, commandSpecs } from './command-specs.ts';
import { type KeyMap, keyMap } from './key-map.ts';

/** The commands of a window: who does them, and by which keys. */
export interface Commands {
  readonly center: CommandCenter;
  readonly keys: KeyMap;
}

const Context = createContext<Commands>({
  center: new CommandCenter(),
  keys: keyMap(commandSpecs, { isApple, reserved: [], changes: {} }),
});

/** Gives the commands to everything below. */
export function CommandsProvider({
  value,
  children,
}: {
  readonly value: Commands;
  readonly children: ReactNode;
}) {
  return <Context value={value}>{children}</Context>;
}

/** The commands of this window. */
export function useCommands(): Commands {
  return useContext(Context);
}

/** The key of a command as it is in force, for tooltips and menus; undefined when it has none. */
export function useCommandKeys(): (id: CommandId) => string | undefined {
  const { keys } = useCommands();
  return useCallback((id) => keys.keysOf(id)[0], [keys]);
}

/** Draws again when another thing can be done than before. */
export function useCommandChanges(center: CommandCenter): number {
  return useSyncExternalStore(center.subscribe, center.version);
}

/** Says what commands do while the component is shown. Without `root` they belong to the whole window. */
export function useCommandHandlers(handlers: CommandHandlers, root?: RefObject<HTMLElement | null>): void {
  const { center } = useCommands();
  useOwnHandlers(center, handlers, root);
}

/** Like `useCommandHandlers`, for the component that makes the center. */
export function useOwnHandlers(
  center: CommandCenter,
  handlers: CommandHandlers,
  root?: RefObject<HTMLElement | null>,
): void {
  const owner = useRef<CommandOwner>(undefined);
  owner.current ??= { handlers, root: () => (root === undefined ? null : (root.current ?? undefined)) };
  useLayoutEffect(() => {
    if (owner.current !== undefined) return center.add(owner.current);
  }, [center]);
  useLayoutEffect(() => {
    if (owner.current !== undefined) center.update(owner.current, handlers);
  });
}
