import { type ElectronApplication, expect, type Page } from '@playwright/test';

/**
 * Drops a file of the disk into a page, as the system does it. A drop counts only where the page has taken the drag
 * that came before, and Chromium hears of that a little later: so it is waited for.
 */
export async function dropFile(
  app: ElectronApplication,
  page: Page,
  path: string,
  [x, y]: readonly [number, number],
): Promise<void> {
  const session = await app.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x, y, data });
  await page.evaluate(() => {
    Reflect.set(window, 'takenDrags', 0);
    window.addEventListener('dragover', (event) => {
      if (event.defaultPrevented) Reflect.set(window, 'takenDrags', Reflect.get(window, 'takenDrags') + 1);
    });
  });
  await send('dragEnter');
  await expect
    .poll(async () => {
      await send('dragOver');
      return page.evaluate(() => Reflect.get(window, 'takenDrags') as number);
    })
    .toBeGreaterThan(2);
  await send('drop');
  await session.detach();
}
