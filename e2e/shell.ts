import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, expect, type Page } from '@playwright/test';
import { traceOf } from './traces.ts';

/** A Cairn that runs in the shell of this project, with a data folder of its own. */
export interface RunningCairn {
  readonly page: Page;
  /** Process id of the shell. */
  readonly pid: number;
  /** Where the page is, with the token. */
  readonly address: string;
  /** Content-security-policy violations and uncaught errors of the page so far. */
  readonly faults: readonly string[];
}

export interface Shell {
  /** An empty folder that is removed afterwards and that Cairn may read. */
  readonly folder: string;
  /** Where Cairn keeps what is its own. */
  readonly dataFolder: string;
  /** Starts Cairn on files or folders and waits until the page is there. */
  start(...paths: readonly string[]): Promise<RunningCairn>;
  /** The spec writes to the files itself, as another program would. */
  allowWrites(): void;
  /** Errors that this page is meant to have, such as a refused connection. */
  allowFaults(pattern: RegExp): void;
}

/**
 * Playwright's `test` with a shell: files in `shell.folder`, then `shell.start(file)`. After each spec it is checked
 * that the page had no error and no violation of its policy, and that nothing in the folder was changed.
 */
export const test = base.extend<{ shell: Shell }>({
  shell: async ({ page }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-e2e-'));
    const dataFolder = mkdtempSync(join(tmpdir(), 'cairn-e2e-data-'));
    const children: ChildProcess[] = [];
    const faults: string[] = [];
    const allowedFaults: RegExp[] = [];
    let before: readonly string[] | null = null;
    let isWriting = false;
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`Policy violated: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await use({
      folder,
      dataFolder,
      start: async (...paths) => {
        before ??= traceOf(folder);
        const { child, address } = await serve([...paths, folder], dataFolder);
        children.push(child);
        await page.goto(address);
        await expect(page.getByRole('main')).toBeVisible();
        return { page, pid: child.pid ?? -1, address, faults };
      },
      allowWrites: () => {
        isWriting = true;
      },
      allowFaults: (pattern) => allowedFaults.push(pattern),
    });
    // The page goes first: it would complain of the lost connection.
    await page.goto('about:blank');
    for (const child of children) await stop(child);
    const after = traceOf(folder);
    rmSync(folder, { recursive: true, force: true });
    rmSync(dataFolder, { recursive: true, force: true });
    expect(
      faults.filter((fault) => !allowedFaults.some((pattern) => pattern.test(fault))),
      'errors and violations of the page',
    ).toEqual([]);
    if (before !== null && !isWriting) expect(after, 'what lies on the disk').toEqual(before);
  },
});

export { expect };

function serve(
  paths: readonly string[],
  dataFolder: string,
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, ['out/main/serve.js', ...paths, '--no-open'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      CAIRN_DATA_DIR: dataFolder,
      CAIRN_CACHE_DIR: join(dataFolder, 'cache'),
      CAIRN_CHECK_OUTPUTS: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`Cairn ended with code ${code} before it printed its address.`)),
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*#\S+/.exec(line)?.[0];
      if (address !== undefined) resolve({ child, address });
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
