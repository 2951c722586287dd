import { notEnforced, strict } from './strict.ts';

let content = '';

/**
 * Electron's `clipboard`: text that main or a page has put there. Pages read Chromium's own, which does not hear of
 * what main writes.
 */
export const clipboard = strict('clipboard', {
  writeText(text: string): void {
    notEnforced('clipboard.writeText: pages still read what they had');
    content = String(text);
  },
  /** A page has put it there. */
  _takeCopied(text: string): void {
    content = text;
  },
  readText: (): string => content,
  clear(): void {
    notEnforced('clipboard.clear: pages still read what they had');
    content = '';
  },
});
