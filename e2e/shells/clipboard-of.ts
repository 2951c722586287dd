import type { Page } from '@playwright/test';

type Reader = () => Promise<string>;

const readers = new WeakMap<Page, Reader>();

/** Names another way to read the clipboard of a page, as where the page itself may not. */
export function readClipboardBy(page: Page, reader: Reader): void {
  readers.set(page, reader);
}

/** What was copied last. */
export function clipboardOf(page: Page): Promise<string> {
  return readers.get(page)?.() ?? page.evaluate(() => navigator.clipboard.readText());
}
