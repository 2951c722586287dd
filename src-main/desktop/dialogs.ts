import { type BrowserWindow, dialog } from 'electron';
import { DATABASE_EXTENSIONS } from '../database-extensions.ts';

/** Asks for database files. Gives absolute paths, none when the dialog was left. */
export async function chooseFiles(window: BrowserWindow): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a database',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'SQLite databases', extensions: [...DATABASE_EXTENSIONS] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? [] : filePaths;
}
