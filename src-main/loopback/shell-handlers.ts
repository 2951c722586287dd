import type { ShellHandlers } from '../host/engine-host.ts';
import { ShellRefusal } from '../host/shell-refusal.ts';
import { platformName } from '../platform-name.ts';

/** Keys that a browser keeps for itself. */
const RESERVED_KEYS = [
  'Ctrl+T',
  'Ctrl+N',
  'Ctrl+W',
  'Ctrl+Shift+T',
  'Ctrl+Shift+N',
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
];

export interface BrowserShellFacts {
  readonly version: string;
  readonly filesAtStart: readonly string[];
  readonly folders: { readonly data: string; readonly cache: string };
}

/** What the browser shell answers itself. */
export function createShellHandlers({ version, filesAtStart, folders }: BrowserShellFacts): ShellHandlers {
  return {
    chooseFiles: notHere,
    reveal: notHere,
    showAppearance: notHere,
    showMenu: notHere,
    newWindow: notHere,
    async info() {
      return {
        version,
        platform: platformName(),
        capabilities: {
          shell: 'browser',
          nativeDialogs: false,
          revealInFolder: false,
          nativeMenu: false,
          newWindow: false,
          windowControls: 'none',
          reservedKeys: RESERVED_KEYS,
        },
        filesAtStart: [...filesAtStart],
        folders,
      };
    },
  };
}

function notHere(): Promise<never> {
  return Promise.reject(
    new ShellRefusal({ code: 'NOT_IN_THIS_SHELL', message: 'A browser cannot do this. Nothing was done.' }),
  );
}
