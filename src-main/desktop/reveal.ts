import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { shell } from 'electron';

/** Shows a file in the file manager. Nothing happens when it is gone. */
export async function reveal(path: string): Promise<void> {
  // Only to look at \\server\share would sign the user in there.
  if (!isAbsolute(path) || /^[\\/]{2}/.test(path)) return;
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) shell.showItemInFolder(path);
}
