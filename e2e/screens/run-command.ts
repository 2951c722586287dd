import { expect, type Page } from '@playwright/test';

/** Runs a command by its words in the palette. */
export async function runCommand(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.keyboard.type(`>${text}`);
  await expect(page.getByRole('option').first()).toContainText(new RegExp(text, 'i'));
  await page.keyboard.press('Enter');
}
