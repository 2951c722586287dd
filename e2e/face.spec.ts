import type { Page } from '@playwright/test';
import { makeFolder } from './screens/make-folder.ts';
import { makeRuler } from './screens/make-ruler.ts';
import { measureFocus } from './screens/measure-focus.ts';
import { measureTargets } from './screens/measure-targets.ts';
import { measureText } from './screens/measure-text.ts';
import { type Look, walkScreens } from './screens/walk-screens.ts';
import { expect, test } from './shell.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** What is wrong with the page as it is shown now. */
async function faultsOf(page: Page, { screen, theme }: Look): Promise<readonly string[]> {
  const ruler = await page.evaluateHandle(makeRuler);
  const text = await ruler.evaluate(measureText);
  const targets = await ruler.evaluate(measureTargets);
  expect(text.count, 'texts that were measured').toBeGreaterThan(3);
  expect(targets.count, 'controls that were measured').toBeGreaterThan(1);
  await ruler.dispose();
  return [...text.faults, ...targets.faults].map((fault) => `${screen.name}, ${theme}: ${fault}`);
}

/** What gets the focus on this page and does not show it. */
async function focusFaultsOf(page: Page, { screen, theme }: Look): Promise<readonly string[]> {
  // Without a key the browser takes the focus for that of a pointer.
  await page.keyboard.press('Shift');
  const ruler = await page.evaluateHandle(makeRuler);
  const focus = await ruler.evaluate(measureFocus);
  await ruler.dispose();
  expect(focus.count, `stops of ${screen.name}`).toBeGreaterThan(0);
  return focus.faults.map((fault) => `${screen.name}, ${theme}: ${fault}`);
}

test('@browser every screen keeps its measures in both themes', async ({ shell }, info) => {
  const files = makeFolder(shell.folder);
  const { page, openFile } = await shell.start();
  const faults: string[] = [];
  await walkScreens({ page, files, openFile }, async (look) => {
    faults.push(...(await faultsOf(page, look)));
    await info.attach(`${look.screen.name}-${look.theme}.jpg`, {
      body: await page.screenshot({ type: 'jpeg', quality: 60 }),
      contentType: 'image/jpeg',
    });
    if (look.theme === 'light') return;
    // At the end, since tooltips open at what gets the focus.
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      faults.push(...(await focusFaultsOf(page, { ...look, theme })));
    }
  });
  expect(faults).toEqual([]);
});
