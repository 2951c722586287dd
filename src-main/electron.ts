import { app, dialog } from 'electron';
import { runDesktop } from './desktop/run-desktop.ts';

/** Entry: the desktop shell. */
runDesktop(import.meta.url).catch((error: unknown) => {
  console.error('Cairn could not be started:', error);
  dialog.showErrorBox('Cairn could not be started', error instanceof Error ? error.message : String(error));
  app.exit(1);
});
