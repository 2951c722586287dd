import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, type Page } from '@playwright/test';
import { ROOT } from './choose-shells.ts';
import type { ShellRunner } from './running-cairn.ts';
import { watchFaults } from './watch-faults.ts';

/** Cairn's browser shell, in the page that Playwright gives. */
export async function createBrowserRunner(page: Page, faults: string[]): Promise<ShellRunner> {
  const children: ChildProcess[] = [];
  await watchFaults(page.context(), faults);
  return {
    async start({ paths, env }) {
      const { child, address } = await serve(paths, env);
      children.push(child);
      await page.goto(address);
      await expect(page.getByRole('main')).toBeVisible();
      return {
        page,
        pid: child.pid ?? -1,
        address,
        faults,
        get app(): never {
          throw new Error('There is no Electron in the browser shell: tag the spec @desktop.');
        },
        async anotherPage() {
          const other = await page.context().newPage();
          await other.goto(address);
          await expect(other.getByRole('main')).toBeVisible();
          return other;
        },
        async openFile(path) {
          await page.keyboard.press('Control+o');
          const chooser = page.getByRole('dialog', { name: 'Open a database' });
          const field = chooser.getByRole('combobox', { name: 'Path' });
          await field.fill(path);
          await field.press('Enter');
        },
      };
    },
    async stop() {
      // The pages go first: they would complain of the lost connection.
      for (const open of page.context().pages()) await open.close();
      for (const child of children) await stop(child);
    },
  };
}

function serve(
  paths: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, ['out/main/serve.js', ...paths, '--no-open'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
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
