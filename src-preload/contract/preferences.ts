import { z } from 'zod';
import { method } from './method.ts';
import { fileId, objectName } from './names.ts';
import { session } from './session.ts';

export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['compact', 'comfortable']).default('compact'),
  sidebarWidth: z.number().min(180).max(400).default(248),
  inspectorWidth: z.number().min(280).max(560).default(336),
  isSidebarOpen: z.boolean().default(true),
  isInspectorOpen: z.boolean().default(true),
});

/** How the columns of one table are shown. Names that no longer exist are kept but ignored. */
export const tableLayout = z.strictObject({
  order: z.array(z.string()).max(2000).default([]),
  hidden: z.array(z.string()).max(2000).default([]),
  pinned: z.array(z.string()).max(2000).default([]),
  widths: z.record(z.string(), z.number().min(56).max(2000)).default({}),
});

export const preferences = {
  settings: method('The settings of this Cairn.', z.strictObject({}), settings),
  change: method(
    'Changes some settings and gives them all back.',
    z.strictObject({ changes: settings.partial() }),
    settings,
  ),
  layout: method(
    'Column layout of a table, remembered per file and table.',
    z.strictObject({ file: fileId, object: objectName }),
    tableLayout,
  ),
  changeLayout: method(
    'Remembers the column layout of a table.',
    z.strictObject({ file: fileId, object: objectName, layout: tableLayout }),
    z.null(),
  ),
  session: method(
    'What the window that was closed last showed. null: there is nothing, or another window lives and has it.',
    z.strictObject({}),
    session.nullable(),
  ),
  keepSession: method(
    'Keeps what this window shows. What was kept last is given to the first window of the next start.',
    z.strictObject({ session }),
    z.null(),
  ),
} as const;

export type Settings = z.infer<typeof settings>;
export type TableLayout = z.infer<typeof tableLayout>;
