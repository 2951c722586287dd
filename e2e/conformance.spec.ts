import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { MessageChannelMain, UtilityProcess } from 'electron';
import type { ShellName } from './shells/choose-shells.ts';
import { closeElectron, launchElectron, selectShell, shellOf } from './shells/desktop-runner.ts';
import { dropFile } from './shells/drop-file.ts';

/*
 * What Cairn relies on of Electron, asked of a plain app without a build: the stand-in must answer as the real binary
 * does, and both are asked the same.
 */

const APP = join(import.meta.dirname, 'electron-standin/conformance/app');

interface Probe {
  readonly modules: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, unknown>>;
  readonly nested: readonly { add(left: number, right: number): number }[];
  world(): readonly unknown[];
  call(callback: (value: number) => number): number;
  double(value: number): Promise<number>;
  fail(): void;
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  overPort(value: unknown): Promise<unknown>;
  pathOf(file: File): string;
}

declare global {
  var probe: Probe;
  var happened: [string, unknown][];
  var fork: (options?: object) => UtilityProcess;
  var channel: () => MessageChannelMain;
}

interface Conformance {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly folder: string;
}

const test = base.extend<{ it: Conformance }>({
  it: async ({ playwright: _ }, use, { project }) => {
    const name = project.name as ShellName;
    selectShell(name);
    const folder = mkdtempSync(join(tmpdir(), 'cairn-conformance-'));
    const app = await launchElectron([APP], { CONFORMANCE_DATA: join(folder, 'data') });
    expect(await shellOf(app), 'the shell that runs').toBe(name);
    const page = await app.firstWindow();
    await expect(page.getByRole('main')).toHaveText('Conformance');
    await use({ app, page, folder });
    await closeElectron(app);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

const happenings = (app: ElectronApplication) => app.evaluate(() => globalThis.happened);

test('@conformance the preload is sandboxed and in a world of its own', async ({ it: { page } }) => {
  expect(await page.evaluate(() => probe.modules)).toEqual({
    events: 'function',
    timers: 'object',
    url: 'object',
    'node:fs': 'module not found: node:fs',
    child_process: 'module not found: child_process',
  });
  expect(await page.evaluate(() => probe.world())).toEqual(['undefined', 'function', 'renderer', true]);
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
});

test('@conformance contextBridge copies values, wraps functions and freezes', async ({ it: { page } }) => {
  const seen = await page.evaluate(async () => {
    const { kinds, nested } = probe;
    const shape = (error: unknown) => {
      const { name, message, code } = error as Error & { code?: string };
      return [error instanceof Error, name, message, code ?? 'no code'];
    };
    const caught = async (run: () => unknown) => {
      try {
        return await run();
      } catch (error) {
        return shape(error);
      }
    };
    return {
      date: kinds.date instanceof Date,
      map: kinds.map instanceof Map,
      bytes: kinds.bytes instanceof Uint8Array,
      big: kinds.big === 2n,
      point: [Object.keys(kinds.point as object), typeof (kinds.point as { length?: unknown }).length],
      add: nested[0]?.add(1, 2),
      frozen: [Object.isFrozen(probe), Object.isFrozen(nested), Object.isFrozen(nested[0])],
      writable: Object.getOwnPropertyDescriptor(window, 'probe')?.writable,
      callback: probe.call((value) => value * 2),
      promise: await probe.double(4),
      rejected: await caught(() => probe.double(-1)),
      thrown: await caught(() => probe.fail()),
    };
  });
  expect(seen).toEqual({
    date: true,
    map: true,
    bytes: true,
    big: true,
    point: [['x'], 'undefined'],
    add: 3,
    frozen: [true, true, true],
    writable: false,
    callback: 41,
    promise: 8,
    rejected: [true, 'Error', 'negative', 'no code'],
    thrown: [true, 'Error', 'failed', 'no code'],
  });
});

test('@conformance values survive IPC and ports as structured clones', async ({ it: { page } }) => {
  const broken = await page.evaluate(async () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const value = {
      date: new Date(9),
      big: 12345678901234567890n,
      bytes: new Uint8Array([1, 255]),
      floats: new Float64Array([Number.NaN, -0, 1e300]),
      map: new Map([['key', new Set([1])]]),
      numbers: [Number.NaN, -0, Number.NEGATIVE_INFINITY],
      absent: undefined,
      nothing: null,
      sparse: Object.assign(new Array<number>(3), { 0: 1, 2: 3 }),
      cycle,
      text: 'é🎉\u0000\ud800',
      error: new RangeError('far'),
    };
    const check = (got: typeof value): readonly string[] => {
      const facts: Record<string, boolean> = {
        date: got.date.getTime() === 9,
        big: got.big === value.big,
        bytes: got.bytes instanceof Uint8Array && got.bytes[1] === 255,
        floats: Number.isNaN(got.floats[0]) && Object.is(got.floats[1], -0) && got.floats[2] === 1e300,
        map: got.map.get('key')?.has(1) === true,
        numbers: Number.isNaN(got.numbers[0]) && Object.is(got.numbers[1], -0),
        absent: 'absent' in got && got.absent === undefined,
        nothing: got.nothing === null,
        sparse: got.sparse.length === 3 && !(1 in got.sparse),
        cycle: got.cycle.self === got.cycle,
        text: got.text === value.text,
        // The bridge keeps an error's message and nothing else.
        error: got.error instanceof Error && got.error.message === 'far',
      };
      return Object.keys(facts).filter((name) => !facts[name]);
    };
    const { data } = (await probe.overPort(value)) as { data: typeof value };
    return [check((await probe.invoke('echo', value)) as typeof value), check(data)];
  });
  expect(broken).toEqual([[], []]);
});

test('@conformance null and undefined replies are kept, and errors say what Electron says', async ({
  it: { page },
}) => {
  const seen = await page.evaluate(async () => {
    const caught = (run: Promise<unknown>) =>
      run.then(
        () => 'fine',
        (error: Error) => error.message,
      );
    return {
      nothing: (await probe.invoke('echo', null)) === null,
      absent: (await probe.invoke('echo')) === undefined,
      refused: await caught(probe.invoke('fail')),
      unknown: await caught(probe.invoke('nobody')),
      unclonable: await caught(probe.invoke('echo', () => 1)),
    };
  });
  expect(seen).toEqual({
    nothing: true,
    absent: true,
    refused: "Error invoking remote method 'fail': TypeError: refused",
    unknown: "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    unclonable: expect.stringContaining('could not be cloned'),
  });
});

test('@conformance the sender is the main frame at the address of the app', async ({ it: { page } }) => {
  expect(await page.evaluate(() => probe.invoke('sender'))).toEqual({
    url: 'probe://app/',
    origin: 'probe://app',
    isTop: true,
  });
});

test('@conformance ports go both ways and close with their page', async ({ it: { app, page } }) => {
  expect(await page.evaluate(() => probe.overPort('value'))).toEqual({ message: 'hello', data: 'value' });
  const answer = await app.evaluate(({ BrowserWindow }) => {
    const { port1, port2 } = globalThis.channel();
    const heard = new Promise((resolve) => port1.on('message', ({ data }) => resolve(data)));
    port1.start();
    BrowserWindow.getAllWindows()[0]?.webContents.postMessage('port-to-page', null, [port2]);
    port1.postMessage('main');
    return heard;
  });
  expect(answer).toBe('page heard main');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await expect.poll(() => happenings(app)).toContainEqual(['port', 'closed']);
});

test('@conformance utility processes answer, exit with their code and have their own environment', async ({
  it: { app },
}) => {
  const seen = await app.evaluate(async () => {
    const child = globalThis.fork({ env: { CONFORMANCE: 'set' }, serviceName: 'probe' });
    const ask = (message: unknown) =>
      new Promise((resolve) => {
        child.once('message', resolve);
        child.postMessage(message);
      });
    const before = child.pid ?? 'no pid yet';
    await new Promise<void>((resolve) => child.once('spawn', () => resolve()));
    const answers = [await ask('env'), await ask(null), await ask(new Map([[1, 2n]]))];
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const during = typeof child.pid;
    child.postMessage('end');
    const code = await exited;
    return { before, during, after: child.pid ?? 'no pid any more', answers: answers.map(String), code };
  });
  expect(seen).toEqual({
    before: 'no pid yet',
    during: 'number',
    after: 'no pid any more',
    answers: ['set', 'null', '[object Map]'],
    code: 7,
  });
});

test('@conformance two utility processes speak directly while main is busy, and hear of each other’s end', async ({
  it: { app },
}) => {
  const heard = await app.evaluate(async () => {
    const [asker, answerer] = [globalThis.fork(), globalThis.fork()];
    await Promise.all(
      [asker, answerer].map((child) => new Promise<void>((done) => child.once('spawn', () => done()))),
    );
    const { port1, port2 } = globalThis.channel();
    const messages: unknown[] = [];
    const next = (child: UtilityProcess) => new Promise((resolve) => child.once('message', resolve));
    const ready = next(answerer);
    answerer.postMessage('answerer', [port1]);
    messages.push(await ready);
    const askerReady = next(asker);
    asker.postMessage('asker', [port2]);
    messages.push(await askerReady);
    const answered = next(asker);
    asker.postMessage('go');
    await new Promise((resolve) => setTimeout(resolve, 0));
    const busyUntil = Date.now() + 1_500;
    while (Date.now() < busyUntil);
    const [text, at] = String(await answered).split(' at ');
    messages.push(text === `answer from ${answerer.pid}`, Number(at) < busyUntil);
    const closed = new Promise((resolve) =>
      asker.on('message', (message) => message === 'port closed' && resolve(message)),
    );
    answerer.kill();
    messages.push(await closed);
    asker.kill();
    return messages;
  });
  expect(heard).toEqual(['answerer ready', 'asker ready', true, true, 'port closed']);
});

test('@conformance a utility process that is stuck ends by force, and with its app', async ({
  it: { app },
}) => {
  const pid = await app.evaluate(async () => {
    const child = globalThis.fork();
    await new Promise<void>((resolve) => child.once('spawn', () => resolve()));
    const pid = child.pid ?? 0;
    child.postMessage('block');
    return pid;
  });
  expect(() => process.kill(pid, 0)).not.toThrow();
  await closeElectron(app);
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('@conformance guards hear of navigation and new windows, and deny them', async ({
  it: { app, page },
}) => {
  expect(await page.evaluate(() => window.open('https://example.org/new') === null)).toBe(true);
  await page.evaluate(() => {
    location.href = 'https://example.org/away';
  });
  await expect
    .poll(async () => (await happenings(app)).map(([name, url]) => `${name} ${url}`).sort())
    .toEqual(['will-navigate https://example.org/away', 'window.open https://example.org/new']);
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await expect(page.getByRole('main')).toHaveText('Conformance');
});

test('@conformance the policy of the protocol is enforced, and unknown paths are not found', async ({
  it: { page },
}) => {
  const seen = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.head.append(script);
    return {
      ranInline: 'ranInline' in window,
      elsewhere: await fetch('https://example.org/').then(
        () => 'reached',
        () => 'refused',
      ),
      missing: (await fetch('/missing')).status,
      isSecure: isSecureContext,
    };
  });
  expect(seen).toEqual({ ranInline: false, elsewhere: 'refused', missing: 404, isSecure: true });
});

test('@conformance permissions are what the handlers say', async ({ it: { page } }) => {
  await expect
    .poll(() => page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state))
    .toBe('denied');
  expect(await page.evaluate(() => Notification.permission)).toBe('denied');
});

test('@conformance the theme of the app is that of its pages', async ({ it: { app, page } }) => {
  const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  for (const theme of ['dark', 'light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await expect.poll(isDark).toBe(theme === 'dark');
    expect(await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(theme === 'dark');
  }
});

test('@conformance menus are found by id, and an item that is off does nothing', async ({ it: { app } }) => {
  const labels = await app.evaluate(({ Menu }) => {
    const menu = Menu.getApplicationMenu();
    menu?.getMenuItemById('hit')?.click();
    menu?.getMenuItemById('off')?.click();
    return menu?.items.map(({ label }) => label);
  });
  expect(labels).toEqual(['Probe', 'Edit']);
  expect(await happenings(app)).toEqual([['menu', 'hit']]);
});

test('@conformance dialogs are scripted', async ({ it: { app } }) => {
  const chosen = await app.evaluate(async ({ dialog }) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/data/a.sqlite'] });
    return dialog.showOpenDialog({});
  });
  expect(chosen.filePaths).toEqual(['/data/a.sqlite']);
});

test('@conformance a dropped file has its path, and one that a script made has none', async ({
  it: { page, folder, app },
}) => {
  const path = join(folder, 'dropped.txt');
  writeFileSync(path, 'text');
  expect(await page.evaluate(() => probe.pathOf(new File(['x'], 'made.txt')))).toBe('');
  await page.evaluate(() => {
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) document.title = probe.pathOf(file);
    });
  });
  await dropFile(app, page, path, [50, 50]);
  await expect(page).toHaveTitle(path);
});

test('@conformance a window keeps its bounds, may refuse to close, and tells of its states', async ({
  it: { app },
}) => {
  const seen = await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    if (window === undefined) return undefined;
    const events: string[] = [];
    const refuse = (event: { preventDefault(): void }) => {
      events.push('close');
      event.preventDefault();
    };
    window.setBounds({ x: 60, y: 70, width: 840, height: 620 });
    window.on('close', refuse);
    window.close();
    await new Promise((resolve) => setImmediate(resolve));
    window.off('close', refuse);
    return { events, size: window.getSize(), isDestroyed: window.isDestroyed() };
  });
  expect(seen).toEqual({ events: ['close'], size: [840, 620], isDestroyed: false });
});

test('@conformance a page that crashes is told of and can be loaded again', async ({ it: { app, page } }) => {
  const reason = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise((resolve) => {
      contents?.once('render-process-gone', (_event, { reason }) => {
        contents.once('did-finish-load', () => resolve(reason));
        contents.reload();
      });
      contents?.forcefullyCrashRenderer();
    });
  });
  expect(['crashed', 'killed']).toContain(reason);
  expect(page.isClosed()).toBe(false);
});

test('@conformance a second start tells the first and ends', async ({ it: { app, folder } }) => {
  const executable = createRequire(import.meta.url)('electron') as string;
  const second = spawn(executable, ['--no-sandbox', APP, '/second.sqlite'], {
    env: { ...process.env, CONFORMANCE_DATA: join(folder, 'data') },
    stdio: 'ignore',
  });
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
  await expect
    .poll(() => happenings(app))
    .toEqual([['second-instance', { from: expect.any(Number), files: ['/second.sqlite'] }]]);
});

test('@conformance the last window that closes ends the app, in order', async ({ it: { app } }) => {
  const lines: string[] = [];
  app
    .process()
    .stdout?.setEncoding('utf8')
    .on('data', (text: string) => lines.push(...text.trim().split('\n')));
  const ended = once(app.process(), 'exit');
  await app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });
  await ended;
  expect(lines.filter((line) => line.startsWith('event'))).toEqual([
    'event before-quit',
    'event will-quit',
    'event quit',
  ]);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
