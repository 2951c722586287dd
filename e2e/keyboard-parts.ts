import type { Locator, Page } from '@playwright/test';
import { expect } from './shell.ts';

/** Presses a key until something has the focus, as somebody does who looks where it is. */
export async function until(page: Page, key: string, target: Locator, most = 30): Promise<void> {
  const passed: string[] = [];
  for (let pressed = 0; pressed < most; pressed += 1) {
    const other = await target.evaluate((element) => {
      const active = document.activeElement;
      return element === active ? null : (active?.outerHTML.slice(0, 100) ?? 'nothing');
    });
    if (other === null) return;
    passed.push(other);
    await page.keyboard.press(key);
  }
  await expect(target, `${key} went through ${passed.join('\n')}`).toBeFocused();
}

/** Runs a command from the palette, by its words. */
export async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused();
  await page.keyboard.type(`>${text}`);
  await expect(page.getByRole('option').first()).toContainText(new RegExp(text, 'i'));
  await page.keyboard.press('Enter');
}

/** The pointer is never used: the page would know. */
export async function watchPointer(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = window as unknown as { pointers: number };
    seen.pointers = 0;
    for (const type of ['pointerdown', 'pointermove', 'wheel'])
      window.addEventListener(type, () => (seen.pointers += 1), { capture: true });
  });
  return () => page.evaluate(() => (window as unknown as { pointers: number }).pointers);
}
