import { type BrowserWindow, dialog } from 'electron';
import { DATABASE_EXTENSIONS } from '../database-extensions.ts';

/**
 * Asks for database files. Gives absolute paths, none when the dialog was left.
 *
 * @param folder where the dialog begins; without it, where the system thinks best.
 */
export async function chooseFiles(
  window: BrowserWindow,
  folder: string | undefined,
): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a database',
    ...(folder === undefined ? {} : { defaultPath: folder }),
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'SQLite databases', extensions: [...DATABASE_EXTENSIONS] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? [] : filePaths;
}
