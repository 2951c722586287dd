import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, expect } from '@playwright/test';
import { createBrowserRunner } from './shells/browser-runner.ts';
import { ROOT, type ShellName } from './shells/choose-shells.ts';
import { createDesktopRunner } from './shells/desktop-runner.ts';
import type { RunningCairn } from './shells/running-cairn.ts';
import { traceOf } from './traces.ts';

export type { RunningCairn } from './shells/running-cairn.ts';

/** Compiled code of all Cairns that the specs start. */
const COMPILED_CODE = join(ROOT, 'test-results/compiled-code');

export interface Shell {
  /** The shell that this project is named after. */
  readonly name: ShellName;
  /** An empty folder that is removed afterwards and that Cairn may read. */
  readonly folder: string;
  /** Where Cairn keeps what is its own. */
  readonly dataFolder: string;
  /** What every Cairn of this spec has in its environment besides. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts Cairn on files or folders and waits until the page is there. */
  start(...paths: readonly string[]): Promise<RunningCairn>;
  /** Starts Cairn on nothing, so that it may read only what is named to it later. */
  startOnNothing(): Promise<RunningCairn>;
  /** The spec writes to the files itself, as another program would. */
  allowWrites(): void;
  /** Errors that this page is meant to have, such as a refused connection. */
  allowFaults(pattern: RegExp): void;
}

/**
 * Playwright's `test` with a shell: files in `shell.folder`, then `shell.start(file)`. After each spec it is checked
 * that no page had an error or a violation of its policy, and that nothing in the folder was changed.
 */
export const test = base.extend<{ shell: Shell }, { chromium: () => Promise<Browser> }>({
  // Not the `browser` of Playwright, which would run beside each desktop app as well.
  chromium: [
    async ({ playwright }, use) => {
      let started: Promise<Browser> | undefined;
      await use(() => {
        started ??= playwright.chromium.launch();
        return started;
      });
      await (await started)?.close();
    },
    { scope: 'worker' },
  ],
  shell: async ({ chromium, viewport, reducedMotion, colorScheme, permissions }, use, { project }) => {
    const name = project.name as ShellName;
    const context =
      name === 'browser'
        ? await (await chromium()).newContext({
            viewport,
            reducedMotion,
            colorScheme,
            permissions: permissions ?? [],
          })
        : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'cairn-e2e-'));
    const dataFolder = mkdtempSync(join(tmpdir(), 'cairn-e2e-data-'));
    const env = {
      CAIRN_DATA_DIR: dataFolder,
      CAIRN_CACHE_DIR: join(dataFolder, 'cache'),
      CAIRN_CHECK_OUTPUTS: '1',
      // Not in the data folder, which is new each time: each spec but the first starts as Cairn does for its users.
      NODE_COMPILE_CACHE: COMPILED_CODE,
    };
    const faults: string[] = [];
    const allowedFaults: RegExp[] = [];
    const runner =
      context === undefined
        ? createDesktopRunner(name)
        : await createBrowserRunner(await context.newPage(), faults);
    let before: readonly string[] | null = null;
    let isWriting = false;
    const start = (paths: readonly string[]) => {
      before ??= traceOf(folder);
      return runner.start({ paths, env, faults });
    };
    await use({
      name,
      folder,
      dataFolder,
      env,
      start: (...paths) => start([...paths, folder]),
      startOnNothing: () => start([]),
      allowWrites: () => {
        isWriting = true;
      },
      allowFaults: (pattern) => allowedFaults.push(pattern),
    });
    await runner.stop();
    await context?.close();
    const after = traceOf(folder);
    rmSync(folder, { recursive: true, force: true });
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    expect(
      faults.filter((fault) => !allowedFaults.some((pattern) => pattern.test(fault))),
      'errors and violations of the pages',
    ).toEqual([]);
    if (before !== null && !isWriting) expect(after, 'what lies on the disk').toEqual(before);
  },
});

export { expect };
