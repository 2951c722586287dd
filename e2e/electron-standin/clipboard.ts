import { notEnforced, strict } from './strict.ts';

let content = '';

/** Electron's `clipboard`, of main alone: Chromium's own, which pages use, cannot be reached at once from outside. */
export const clipboard = strict('clipboard', {
  writeText(text: string): void {
    notEnforced('clipboard: pages have another one');
    content = String(text);
  },
  readText: (): string => content,
  clear(): void {
    content = '';
  },
});
