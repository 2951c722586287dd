import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { clipboard } from './clipboard.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem } from './menu.ts';
import { MessageChannelMain } from './message-ports.ts';
import { nativeTheme } from './native-theme.ts';
import { net } from './net.ts';
import { protocol } from './protocol.ts';
import { screen } from './screen.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { strict } from './strict.ts';
import { followTargets } from './targets.ts';
import { utilityProcess } from './utility-process.ts';
import { allContents, contentsOf } from './web-contents.ts';

/* What the module `electron` of the main process has; `electron.ts` is that module. */

const webContents = strict('webContents', {
  fromDevToolsTargetId: (targetId: string) => contentsOf(targetId),
  fromId: (id: number) => allContents().find((contents) => contents.id === id),
  getAllWebContents: () => allContents(),
  getFocusedWebContents: () => BrowserWindow.getFocusedWindow()?.webContents ?? null,
});

nativeTheme.on('updated', () => {
  for (const contents of allContents()) void contents._whenOpened.then(() => contents._applyTheme());
});
followTargets();

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeTheme,
  net,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
};
