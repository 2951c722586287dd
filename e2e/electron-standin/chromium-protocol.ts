/** Chromium's protocol as Playwright describes it; its package does not export the file, so it is named by its place. */
export type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';
