import type { RefObject } from 'react';
import { useCommandHandlers, useCommandKeys } from '../../lib/commands/command-context.tsx';
import type { ConsolePane, ConsoleSlots } from './console-slots.ts';
import type { ConsoleActions } from './use-console-actions.ts';

export interface ConsoleCommandOptions {
  readonly root: RefObject<HTMLElement | null>;
  readonly actions: ConsoleActions;
  readonly slots: ConsoleSlots;
  readonly isRunning: boolean;
  readonly isPaneOpen: boolean;
  readonly onPane: (pane: ConsolePane | null) => void;
  readonly onHistory: () => void;
  readonly onStop: () => void;
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

/** Says what the commands of a console do; gives the keys that its empty states name. */
export function useConsoleCommands(options: ConsoleCommandOptions) {
  const { root, actions, slots, isRunning, isPaneOpen, onPane } = options;
  const keys = useCommandKeys();
  const opened: ConsolePane = slots.transaction.isOpen ? 'timeline' : 'history';
  useCommandHandlers(
    {
      'console.run': { run: actions.run },
      'console.runAll': { run: actions.runAll },
      'console.explain': { run: actions.explain },
      'console.format': { run: actions.format },
      'console.find': { run: () => actions.editor.current?.find() },
      'console.history': { run: options.onHistory },
      'console.stop': { isOff: !isRunning, run: options.onStop },
      'console.rename': { run: options.onRename },
      'console.remove': { run: options.onRemove },
      'transaction.dryRun': { run: actions.dryRun },
      'view.inspector': {
        isChecked: isPaneOpen,
        label: 'Pane at the right',
        run: () => onPane(isPaneOpen ? null : opened),
      },
    },
    root,
  );
  return { runKeys: keys('console.run'), explainKeys: keys('console.explain') };
}
