import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, expect } from '@playwright/test';
import { traceOf } from '../traces.ts';
import { createBrowserRunner } from './browser-runner.ts';
import { ROOT, type ShellName } from './choose-shells.ts';
import { createDesktopRunner } from './desktop-runner.ts';
import type { RunningCairn, ShellRunner } from './running-cairn.ts';

/** Compiled code of all Cairns that the specs start. */
const COMPILED_CODE = join(ROOT, 'test-results/compiled-code');

/** Folders for a Cairn, and what was started in them. */
export class ShellPlace {
  readonly name: ShellName;
  readonly folder = mkdtempSync(join(tmpdir(), 'cairn-e2e-'));
  readonly dataFolder = mkdtempSync(join(tmpdir(), 'cairn-e2e-data-'));
  readonly env = {
    CAIRN_DATA_DIR: this.dataFolder,
    CAIRN_CACHE_DIR: join(this.dataFolder, 'cache'),
    CAIRN_CHECK_OUTPUTS: '1',
    // Not in the data folder, which is new each time: each spec but the first starts as Cairn does for its users.
    NODE_COMPILE_CACHE: COMPILED_CODE,
  };
  /** Errors and violations of all pages so far. */
  readonly faults: string[] = [];
  readonly #createContext: () => Promise<BrowserContext>;
  #context: BrowserContext | undefined;
  #runner: ShellRunner | undefined;
  #before: readonly string[] | undefined;

  /** @param createContext Makes what the pages of the browser shell are in. */
  constructor(name: ShellName, createContext: () => Promise<BrowserContext>) {
    this.name = name;
    this.#createContext = createContext;
    if (name !== 'browser') this.#runner = createDesktopRunner(name);
  }

  /** Starts Cairn and waits until the page is there. */
  async start(paths: readonly string[]): Promise<RunningCairn> {
    this.#before ??= traceOf(this.folder);
    this.#runner ??= await this.#createBrowser();
    return this.#runner.start({ paths, env: this.env, faults: this.faults });
  }

  async #createBrowser(): Promise<ShellRunner> {
    this.#context = await this.#createContext();
    return createBrowserRunner(await this.#context.newPage(), this.faults);
  }

  /** Ends all that was started. */
  async stop(): Promise<void> {
    await this.#runner?.stop();
    await this.#context?.close();
  }

  /** What lies in the folder is what lay there when Cairn was started first. */
  expectUnchanged(): void {
    if (this.#before !== undefined)
      expect(traceOf(this.folder), 'what lies on the disk').toEqual(this.#before);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}
