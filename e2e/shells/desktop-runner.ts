import { _electron, type ElectronApplication, expect } from '@playwright/test';
import { ROOT, type ShellName, STANDIN_FOLDER } from './choose-shells.ts';
import { readClipboardBy } from './clipboard-of.ts';
import type { ShellRunner } from './running-cairn.ts';
import { watchFaults } from './watch-faults.ts';

/** Cairn's desktop shell, in Electron or in its stand-in: what runs must be what the project is called. */
export function createDesktopRunner(name: ShellName): ShellRunner {
  const started: ElectronApplication[] = [];
  selectShell(name);
  return {
    async start({ paths, env, faults }) {
      const app = await launchElectron(['.', ...paths], env);
      started.push(app);
      await watchFaults(app.context(), faults);
      expect(await shellOf(app), 'the shell that runs').toBe(name);
      const page = await app.firstWindow();
      await expect(page.getByRole('main')).toBeVisible();
      // The guards of the page forbid it to read what it has copied.
      const readClipboard = () => app.evaluate(({ clipboard }) => clipboard.readText());
      readClipboardBy(page, readClipboard);
      const script = (paths: readonly string[]) =>
        app.evaluate(
          ({ dialog }, filePaths) => {
            dialog.showOpenDialog = async () => ({ canceled: filePaths.length === 0, filePaths });
          },
          [...paths],
        );
      return {
        page,
        pid: app.process().pid ?? -1,
        address: page.url(),
        faults,
        app,
        async anotherPage() {
          const opened = app.waitForEvent('window');
          await chooseInMenu(app, 'window.new');
          const other = await opened;
          await expect(other.getByRole('main')).toBeVisible();
          readClipboardBy(other, readClipboard);
          return other;
        },
        async openFile(path) {
          await script([path]);
          // Keys are heard when the page has told which commands there are.
          await untilInMenu(app, 'file.open');
          await page.keyboard.press('Control+o');
        },
      };
    },
    async stop() {
      for (const app of started) await closeElectron(app);
    },
  };
}

/** Makes `electron` mean the stand-in in this process, where the stand-in is to run. */
export function selectShell(name: ShellName): void {
  if (name === 'standin') process.env.ELECTRON_OVERRIDE_DIST_PATH = STANDIN_FOLDER;
}

/** Chooses an item of the menu bar by its id, which is that of the command; waits until it is there. */
export async function chooseInMenu(app: ElectronApplication, id: string): Promise<void> {
  await untilInMenu(app, id);
  await app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);
}

/** Starts the desktop app under Playwright, with a page that takes the theme of the app. */
export function launchElectron(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder = ROOT,
): Promise<ElectronApplication> {
  const inherited = Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return _electron.launch({
    args: [...args],
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...env },
    colorScheme: null,
  });
}

/** Closes an app that may have ended already. */
export async function closeElectron(app: ElectronApplication): Promise<void> {
  let hasEnded = true;
  try {
    const child = app.process();
    hasEnded = child.exitCode !== null || child.signalCode !== null;
  } catch {
    // Playwright forgets the process of an app that has ended.
  }
  if (!hasEnded) await app.close();
}

/** What the running process says of itself: the real Electron has a V8 of its own. */
export function shellOf(app: ElectronApplication): Promise<ShellName> {
  return app.evaluate(() => (process.versions.v8?.includes('electron') ? 'electron' : 'standin'));
}

/** Waits until an item of the menu bar can be chosen. */
async function untilInMenu(app: ElectronApplication, id: string): Promise<void> {
  await expect
    .poll(() =>
      app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.enabled, id),
    )
    .toBe(true);
}
