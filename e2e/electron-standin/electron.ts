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

/** The module `electron` of the main process. What is not named here is not there: imports fail, uses throw. */

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

const electron = strict('electron', {
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
});

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
export default electron;
export { electron as 'module.exports' };
