import { z } from 'zod';
import { editsChanged } from './edits.ts';
import { openFile } from './files.ts';
import { fileId, filePath } from './names.ts';
import { pluginEvents } from './plugins.ts';
import { settings } from './preferences.ts';
import { viewProgress } from './rows.ts';
import { transactionEnd, transactionState } from './transactions.ts';

/** Everything that is told without being asked, by name. */
export const events = {
  'files.opened': openFile,
  'files.closed': z.strictObject({ file: fileId }),
  'files.changed': z.strictObject({
    file: fileId,
    what: z.enum(['content', 'schema', 'replaced', 'deleted', 'busy', 'free', 'details']),
    message: z.string().nullable(),
  }),
  'rows.progress': viewProgress,
  /** What is staged of a file is other than before. */
  'edits.changed': editsChanged,
  /** The open transaction of a file is other than before; null: it has ended, and why where nobody asked for it. */
  'transactions.changed': z.strictObject({
    file: fileId,
    state: transactionState.nullable(),
    reason: z.string().nullable(),
  }),
  /** A transaction of this client is in the file, whichever way it was committed. */
  'transactions.committed': z.strictObject({ file: fileId, end: transactionEnd }),
  /** Hooks of plugins were called. */
  'plugins.events': pluginEvents,
  /** A plugin was turned on or off for a file, or has other settings. */
  'plugins.changed': z.strictObject({ file: fileId }),
  'preferences.changed': settings,
  /** One of Cairn's own files was damaged and set aside; told to each client once. */
  'preferences.damaged': z.strictObject({ message: z.string() }),
  'shell.engine': z.strictObject({
    state: z
      .enum(['ready', 'hung', 'restarting', 'restarted', 'disconnected'])
      .describe(
        '"disconnected": the shell itself does not answer any more; only the browser shell can lose it.',
      ),
    message: z.string().nullable(),
  }),
  /** An entry of the native menu was chosen: the page runs the command of this id. */
  'shell.command': z.strictObject({ id: z.string() }),
  /** Files that the system wants opened: a second start, a double click in the file manager, the dock. */
  'shell.files': z.strictObject({ paths: z.array(filePath) }),
  'shell.window': z.strictObject({ isFullScreen: z.boolean() }),
} as const;

export type EventName = keyof typeof events;
export type EventValue<N extends EventName> = z.infer<(typeof events)[N]>;
