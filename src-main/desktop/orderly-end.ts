import { app } from 'electron';

/**
 * Lets the app end only when `end` has: connections close their files in order, so that no side file is left. On
 * macOS a program lives on without windows.
 */
export function endInOrder(end: () => Promise<void>): void {
  let isEnding = false;
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isEnding) return;
    isEnding = true;
    end()
      .catch((error: unknown) => console.error('Ending in order failed:', error))
      .finally(() => app.exit(0));
  });
}
