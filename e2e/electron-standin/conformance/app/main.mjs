import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  utilityProcess,
} from 'electron';

/** A plain app that shows what Electron does. It keeps what happens in `globalThis.happened`, for specs. */
const happened = [];
const { dirname } = import.meta;
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

if (process.env.CONFORMANCE_DATA) app.setPath('userData', process.env.CONFORMANCE_DATA);
const isFirst = app.requestSingleInstanceLock({ from: process.pid, files: process.argv.slice(-1) });
if (!isFirst) app.exit(0);

protocol.registerSchemesAsPrivileged([
  { scheme: 'probe', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

app.on('second-instance', (_event, _argv, _folder, data) => happened.push(['second-instance', data]));
app.on('window-all-closed', () => app.quit());
for (const name of ['before-quit', 'will-quit', 'quit']) app.on(name, () => console.log(`event ${name}`));
app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(({ url }) => {
    happened.push(['window.open', url]);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event, url) => {
    happened.push(['will-navigate', url]);
    event.preventDefault();
  });
});

ipcMain.handle('echo', (_event, value) => value);
ipcMain.handle('fail', () => {
  throw Object.assign(new TypeError('refused'), { code: 'E_REFUSED' });
});
ipcMain.handle('sender', ({ senderFrame }) => ({
  url: senderFrame.url,
  origin: senderFrame.origin,
  isTop: senderFrame.parent === null,
}));
ipcMain.on('port', (event, message) => {
  const [port] = event.ports;
  port.on('message', ({ data }) => port.postMessage({ message, data }));
  port.on('close', () => happened.push(['port', 'closed']));
  port.start();
});

async function body(path) {
  const { readFile } = await import('node:fs/promises');
  return readFile(join(dirname, path));
}

if (isFirst) {
  await Promise.resolve();
  app.whenReady().then(() => {
    protocol.handle('probe', async ({ url }) => {
      const { pathname } = new URL(url);
      const file = { '/': 'index.html', '/page.js': 'page.js' }[pathname];
      if (file === undefined) return new Response('nothing', { status: 404 });
      const type = file.endsWith('.js') ? 'text/javascript' : 'text/html';
      return new Response(await body(file), {
        headers: { 'content-type': type, 'content-security-policy': POLICY },
      });
    });
    session.defaultSession.setPermissionCheckHandler(() => false);
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        {
          label: 'Probe',
          submenu: [
            {
              id: 'hit',
              label: 'Hit',
              accelerator: 'CmdOrCtrl+H',
              registerAccelerator: false,
              click: () => happened.push(['menu', 'hit']),
            },
            { id: 'off', label: 'Off', enabled: false, click: () => happened.push(['menu', 'off']) },
          ],
        },
        { role: 'editMenu' },
      ]),
    );
    const window = new BrowserWindow({
      width: 900,
      height: 700,
      webPreferences: { preload: join(dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
    });
    window.loadURL('probe://app/');
  });
}

/** What specs ask for that needs modules of main. */
Object.assign(globalThis, {
  happened,
  fork: (options) => utilityProcess.fork(join(dirname, 'child.mjs'), [], options),
  channel: () => new MessageChannelMain(),
});
