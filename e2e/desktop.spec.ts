import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { OpenDialogOptions } from 'electron';
import { makeDatabase } from './fixtures/make-database.ts';
import { cellAt, lineOf, openRows, treeOf } from './parts.ts';
import { expect, test } from './shell.ts';
import { ROOT } from './shells/choose-shells.ts';
import { chooseInMenu } from './shells/desktop-runner.ts';
import { dropFile } from './shells/drop-file.ts';

function makePlaces(path: string, table = 'places'): string {
  return makeDatabase(path, (db) => {
    db.exec(
      `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO ${table} VALUES (1, 'Cork')`,
    );
  });
}

/** Answers the app's questions with a button's number, and notes what would have been opened elsewhere. */
async function answerQuestions(app: ElectronApplication, response: number): Promise<void> {
  await app.evaluate(({ dialog, shell }, answer) => {
    const asked: string[] = [];
    const opened: string[] = [];
    Object.assign(globalThis, { asked, opened });
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push((args.at(-1) as { message: string }).message);
      return { response: answer, checkboxChecked: false };
    };
    shell.openExternal = async (url: string) => {
      opened.push(url);
    };
  }, response);
}

const noted = (app: ElectronApplication, name: 'asked' | 'opened') =>
  app.evaluate((_electron, key) => Reflect.get(globalThis, key) as readonly string[], name);

/** Leaves each dialog for files that is opened without a file, and notes what it was asked for. */
async function leaveDialogs(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = async (...args: unknown[]) => {
      Object.assign(globalThis, { options: args.at(-1) });
      return { canceled: true, filePaths: [] };
    };
  });
}

const dialogOptions = (app: ElectronApplication) =>
  app.evaluate(() => Reflect.get(globalThis, 'options') as OpenDialogOptions | undefined);

/** Starts Cairn once more on a path, beside the one that runs: it tells that one and ends. */
async function startAgain(path: string, env: Readonly<Record<string, string>>): Promise<void> {
  const executable = createRequire(import.meta.url)('electron') as string;
  const starting = spawn(executable, ['--no-sandbox', '.', path], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  expect(await once(starting, 'exit')).toEqual([0, null]);
}

/** Processes whose parent is this one or one of its children. */
function below(root: number): readonly { readonly pid: number; readonly command: string }[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const [, rest = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ');
      parents.set(Number(name), Number(rest.split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow).map((pid) => {
    try {
      return { pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') };
    } catch {
      return { pid, command: '' };
    }
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function expectOpen(page: Page, table: string): Promise<void> {
  await expect(cellAt(await openRows(page, table), 1, 2)).toHaveText('Cork');
}

/** The app with nothing open. */
const nothing = (folder: string) => folder;

test('@desktop one window, with its title, on the page of the app', async ({ shell }) => {
  const { app, page } = await shell.start(makePlaces(join(shell.folder, 'places.sqlite')));
  await expectOpen(page, 'places');
  const window = await app.browserWindow(page);
  expect(await window.evaluate(({ webContents }) => webContents.getURL())).toBe('cairn://app/');
  await expect.poll(() => window.evaluate((it) => it.getTitle())).toMatch(/places · places\.sqlite · Cairn/);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('@desktop the system’s dialog opens a file, and leaving it opens none', async ({ shell }) => {
  const path = makePlaces(join(shell.folder, 'places.sqlite'));
  const { app, page, openFile } = await shell.start();
  await leaveDialogs(app);
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await page.keyboard.press('Control+o');
  await expect.poll(() => dialogOptions(app).then((options) => options?.properties)).toContain('openFile');
  await expect(page.getByRole('heading', { name: 'Open a database' })).toBeVisible();
  await openFile(path);
  await expectOpen(page, 'places');
});

test('@desktop an item of the menu bar runs its command', async ({ shell }) => {
  const { app, page } = await shell.start();
  await chooseInMenu(app, 'palette');
  await expect(page.getByRole('combobox')).toBeFocused();
});

test('@desktop the theme of the page is that of the window, and of all that the system draws', async ({
  shell,
}) => {
  const { app, page } = await shell.start();
  for (const theme of ['dark', 'light'] as const) {
    await chooseInMenu(app, `theme.${theme}`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe(theme);
  }
});

test('@desktop a dropped file is opened', async ({ shell }) => {
  const path = makePlaces(join(shell.folder, 'dropped.sqlite'));
  const { app, page } = await shell.start();
  await dropFile(app, page, path, [500, 400]);
  await expectOpen(page, 'places');
});

test('@desktop files that the system names, and those of a second start, open in the running app', async ({
  shell,
}) => {
  const first = makePlaces(join(shell.folder, 'first.sqlite'), 'named');
  const second = makePlaces(join(shell.folder, 'second.sqlite'), 'started');
  const { app, page } = await shell.start();
  await app.evaluate(
    ({ app: electron }, path) => electron.emit('open-file', { preventDefault() {} }, path),
    first,
  );
  await expectOpen(page, 'named');
  await startAgain(second, shell.env);
  await expectOpen(page, 'started');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('@desktop a folder that a second start names is one as that of the first: dialogs begin there', async ({
  shell,
}) => {
  const later = join(shell.folder, 'later');
  mkdirSync(later);
  const { app, page } = await shell.start();
  await startAgain(later, shell.env);
  await leaveDialogs(app);
  await page.keyboard.press('Control+o');
  await expect.poll(() => dialogOptions(app).then((options) => options?.defaultPath)).toBe(later);
});

test('@desktop the page cannot go elsewhere, and opens no window of its own', async ({ shell }) => {
  const { app, page } = await shell.start();
  await answerQuestions(app, 1);
  await page.evaluate(() => void window.open('https://example.org/new'));
  await page.evaluate(() => {
    setTimeout(() => {
      location.href = 'https://example.org/away';
    });
  });
  await expect.poll(() => noted(app, 'asked')).toEqual(['Open a page of example.org in your browser?']);
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  const address = () => app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getURL());
  expect(await address()).toBe('cairn://app/');
  expect(await noted(app, 'opened')).toEqual([]);
});

test('@desktop a link to the web opens in the browser after a question, any other does nothing', async ({
  shell,
}) => {
  const { app, page } = await shell.start();
  shell.allowFaults(/Not allowed to load local resource/);
  await answerQuestions(app, 0);
  for (const url of ['file:///etc/passwd', 'ftp://example.org/', 'https://example.org/docs']) {
    await page.evaluate((address) => void window.open(address), url);
  }
  await expect.poll(() => noted(app, 'opened')).toEqual(['https://example.org/docs']);
  expect(await noted(app, 'asked')).toEqual(['Open a page of example.org in your browser?']);
});

test('@desktop only the page itself is connected: no other frame, no other address', async ({ shell }) => {
  const { app } = await shell.start();
  const ends = await app.evaluate(async ({ ipcMain, webContents, MessageChannelMain }) => {
    const [sender] = webContents.getAllWebContents();
    if (sender === undefined) throw new Error('There is no page.');
    const page = { url: sender.getURL(), parent: null };
    const strangers = {
      address: { url: 'https://example.org/', parent: null },
      subframe: { ...page, parent: { url: page.url, parent: null } },
      gone: null,
    };
    const seen: Record<string, string> = {};
    for (const [name, senderFrame] of Object.entries(strangers)) {
      const { port1, port2 } = new MessageChannelMain();
      const closed = new Promise<string>((resolve) => port1.once('close', () => resolve('closed')));
      port1.start();
      ipcMain.emit('cairn', { sender, senderFrame, ports: [port2] });
      seen[name] = await Promise.race([
        closed,
        new Promise<string>((resolve) => setTimeout(() => resolve('connected'), 2_000)),
      ]);
    }
    return seen;
  });
  expect(ends).toEqual({ address: 'closed', subframe: 'closed', gone: 'closed' });
});

test('@desktop the page opens nothing that nobody has named, until the system’s dialog names it', async ({
  shell,
}) => {
  const path = makePlaces(join(shell.folder, 'places.sqlite'));
  const { page, openFile } = await shell.startOnNothing();
  const reply = await page.evaluate(async (wanted) => {
    const text = new TextEncoder();
    const name = text.encode(wanted);
    // The input {path} as the bridge's codec has it: a map of one, a short name, a text with its length in a byte.
    const input = Uint8Array.from([0x81, 0xa4, ...text.encode('path'), 0xd9, name.length, ...name]);
    const cairn = Reflect.get(window, 'cairn') as {
      files: { open(callId: number, input: Uint8Array): Promise<Uint8Array> };
    };
    return new TextDecoder().decode(await cairn.files.open(4_000_000_000, input));
  }, path);
  expect(reply).toContain('FILE_NOT_ALLOWED');
  await openFile(path);
  await expectOpen(page, 'places');
});

test('@desktop permissions are denied, but for copying', async ({ shell }) => {
  shell.allowFaults(/Permissions policy violation: Geolocation/);
  const page = await shell.share(nothing);
  expect(await page.evaluate(() => Notification.permission)).toBe('denied');
  const states = () =>
    page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'clipboard-read', 'clipboard-write'];
      const found = names.map((name) => navigator.permissions.query({ name: name as PermissionName }));
      return (await Promise.all(found)).map(({ state }) => state);
    });
  await expect.poll(states).toEqual(['denied', 'denied', 'denied', 'denied', 'granted']);
  const location = await page.evaluate(
    () =>
      new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('told'),
          ({ code }) => resolve(code),
        ),
      ),
  );
  expect(location).toBe(1);
});

test('@desktop the page has nothing of Node, and only the bridge', async ({ shell }) => {
  const page = await shell.share(nothing);
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
    isFrozen: Object.isFrozen(Reflect.get(window, 'cairn')),
    // What a preload exposes can be neither changed nor removed, unlike what the browser itself puts there.
    exposed: Object.entries(Object.getOwnPropertyDescriptors(window))
      .filter(
        ([, { enumerable, configurable, writable }]) => enumerable && !configurable && writable === false,
      )
      .map(([name]) => name),
    foreign: Object.keys(Reflect.get(window, 'cairn')).filter((name) =>
      /ipc|send|invoke|require/i.test(name),
    ),
  }));
  expect(seen).toEqual({ globals: [], isFrozen: true, exposed: ['cairn'], foreign: [] });
});

test('@desktop the policy keeps inline scripts, foreign connections and HTML from text out', async ({
  shell,
}) => {
  shell.allowFaults(/./);
  const page = await shell.share(nothing);
  const seen = await page.evaluate(async () => {
    const caught = async (run: () => unknown) => {
      try {
        await run();
        return 'done';
      } catch {
        return 'refused';
      }
    };
    return {
      inline: await caught(() => {
        const script = document.createElement('script');
        script.append('window.ranInline = true');
        document.head.append(script);
        if (!('ranInline' in window)) throw new Error('It did not run.');
      }),
      connection: await caught(() => fetch('https://example.org/')),
      html: await caught(() => {
        document.createElement('div').innerHTML = '<b>text</b>';
      }),
    };
  });
  expect(seen).toEqual({ inline: 'refused', connection: 'refused', html: 'refused' });
  // One of them alone may keep out what another one lets in: each is asked for by itself.
  const policy = await page.evaluate(async () =>
    (await fetch(location.href)).headers.get('content-security-policy'),
  );
  expect(policy?.replace(/'nonce-[\w+/=]+'/, "'nonce'").split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test('@desktop the window is where it was after a new start', async ({ shell }) => {
  const bounds = { x: 80, y: 60, width: 1200, height: 760 };
  const first = await shell.start();
  await (await first.app.browserWindow(first.page)).evaluate(
    (window, wanted) => window.setBounds(wanted),
    bounds,
  );
  await first.app.close();
  const { app, page } = await shell.start();
  expect(await (await app.browserWindow(page)).evaluate((window) => window.getBounds())).toEqual(bounds);
});

test('@desktop an engine that is killed comes back, and its rows with it', async ({ shell }) => {
  test.skip(process.platform !== 'linux', 'Looks for the process in /proc.');
  const { page, pid } = await shell.start(makePlaces(join(shell.folder, 'places.sqlite')));
  await expectOpen(page, 'places');
  const engines = () => below(pid).filter(({ command }) => command.includes('engine-process'));
  const [engine] = engines();
  expect(engine).toBeDefined();
  process.kill(engine?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => engines().filter(({ pid: other }) => other !== engine?.pid).length).toBe(1);
  await lineOf(page, 'places').dblclick();
  await expectOpen(page, 'places');
  await expect(treeOf(page).getByRole('treeitem', { name: 'places.sqlite' })).toBeVisible();
});

test('@desktop nothing runs on when Cairn has ended', async ({ shell }) => {
  test.skip(process.platform !== 'linux', 'Looks for processes in /proc.');
  const { app, page, pid } = await shell.start(makePlaces(join(shell.folder, 'places.sqlite')));
  await expectOpen(page, 'places');
  const processes = [pid, ...below(pid).map((each) => each.pid)];
  expect(processes.length).toBeGreaterThan(3);
  await app.close();
  await expect.poll(() => processes.filter(isRunning)).toEqual([]);
});
