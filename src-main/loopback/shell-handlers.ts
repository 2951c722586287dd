import type { ShellHandlers } from '../host/engine-host.ts';

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

/** What the browser shell answers itself. */
export function createShellHandlers(version: string, filesAtStart: readonly string[]): ShellHandlers {
  return {
    async info() {
      return {
        version,
        platform: platform(),
        capabilities: {
          shell: 'browser',
          nativeDialogs: false,
          revealInFolder: false,
          nativeMenu: false,
          windowControls: false,
          reservedKeys: RESERVED_KEYS,
        },
        filesAtStart: [...filesAtStart],
      };
    },
  };
}

function platform(): 'linux' | 'darwin' | 'win32' | 'other' {
  const { platform } = process;
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other';
}
