import { spawn } from 'node:child_process';

/** Asks the system to show an address in the user's browser. Does nothing where that is not possible. */
export function openBrowser(address: string): void {
  const [command, args] = openCommand(address);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // The address was printed; it can be opened by hand.
  child.on('error', () => {});
  child.unref();
}

function openCommand(address: string): [string, string[]] {
  if (process.platform === 'darwin') return ['open', [address]];
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]];
  return ['xdg-open', [address]];
}
