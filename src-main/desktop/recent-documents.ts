import { app } from 'electron';

/** Puts a file into the list of recent documents that the system keeps for Cairn, where it keeps one. */
export function addRecentDocument(path: string): void {
  // Linux has none; its desktops go by the files that the dialog gave.
  if (process.platform !== 'linux') app.addRecentDocument(path);
}
