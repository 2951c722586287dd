import { type Browser, test as base, expect, type Page } from '@playwright/test';
import type { ShellName } from './shells/choose-shells.ts';
import type { RunningCairn } from './shells/running-cairn.ts';
import { type MakeFiles, SharedCairn } from './shells/shared-cairn.ts';
import { ShellPlace } from './shells/shell-place.ts';

export type { RunningCairn } from './shells/running-cairn.ts';

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
  /**
   * A new window of a Cairn on the files of `make`, which other specs with the same function have windows of before
   * and after: a start costs more than most specs. Each begins with what was opened at the start; settings must be
   * left as they were found.
   */
  share(make: MakeFiles): Promise<Page>;
  /** The spec writes to the files itself, as another program would. */
  allowWrites(): void;
  /** Errors that this page is meant to have, such as a refused connection. */
  allowFaults(pattern: RegExp): void;
}

/**
 * Playwright's `test` with a shell: files in `shell.folder`, then `shell.start(file)`. After each spec it is checked
 * that no page had an error or a violation of its policy, and that nothing in the folder was changed.
 */
export const test = base.extend<
  { shell: Shell },
  { chromium: () => Promise<Browser>; sharedCairn: SharedCairn }
>({
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
  sharedCairn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for it.
    async ({}, use) => {
      const shared = new SharedCairn();
      await use(shared);
      await shared.stop();
    },
    { scope: 'worker' },
  ],
  shell: async ({ chromium, sharedCairn, viewport, reducedMotion, colorScheme, permissions }, use, info) => {
    const options = { viewport, reducedMotion, colorScheme, permissions: permissions ?? [] };
    const createPlace = () =>
      new ShellPlace(info.project.name as ShellName, async () => (await chromium()).newContext(options));
    const own = createPlace();
    const allowedFaults: RegExp[] = [];
    let isWriting = false;
    let shared: { readonly place: ShellPlace; readonly page: Page } | undefined;
    await use({
      name: own.name,
      folder: own.folder,
      dataFolder: own.dataFolder,
      env: own.env,
      start: (...paths) => own.start([...paths, own.folder]),
      startOnNothing: () => own.start([]),
      async share(make) {
        const { place, running } = await sharedCairn.get(make, JSON.stringify(options), createPlace);
        shared = { place, page: await running.anotherPage() };
        return shared.page;
      },
      allowWrites: () => {
        isWriting = true;
      },
      allowFaults: (pattern) => allowedFaults.push(pattern),
    });
    await own.stop();
    await shared?.page.close();
    const faults = [own, shared?.place].flatMap((place) => place?.faults.splice(0) ?? []);
    try {
      expect(
        faults.filter((fault) => !allowedFaults.some((pattern) => pattern.test(fault))),
        'errors and violations of the pages',
      ).toEqual([]);
      if (!isWriting) for (const place of [own, shared?.place]) place?.expectUnchanged();
    } finally {
      own.remove();
      // What failed may have left anything behind.
      if (info.errors.length > 0) await sharedCairn.stop();
    }
  },
});

export { expect };
