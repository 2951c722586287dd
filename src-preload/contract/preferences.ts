import { z } from 'zod';
import { defaultSettings, settingRanges } from './default-settings.ts';
import { method } from './method.ts';
import { fileId, objectName } from './names.ts';
import { session } from './session.ts';

const within = ({ min, max }: { readonly min: number; readonly max: number }) => z.number().min(min).max(max);
const wholeWithin = (range: { readonly min: number; readonly max: number }) => within(range).int();

/** A combination as commands write it, such as "Ctrl+Shift+F". */
export const keyChord = z
  .string()
  .max(40)
  .regex(/^(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?[^\s+]+$/u);

/** The keys of commands that have others than by default, by the id of the command; without keys it has none. */
export const keyChanges = z
  .record(
    z
      .string()
      .max(60)
      .regex(/^[a-z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)*$/u),
    z.array(keyChord).max(4),
  )
  .refine((changes) => Object.keys(changes).length <= 300, 'At most 300 commands.')
  .describe('Where two commands ask for the same key, the one that stands later has it.');

const kinds = {
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  dataTextSize: wholeWithin(settingRanges.dataTextSize).describe('Pixels.'),
  motion: z.enum(['system', 'reduced']),
  contrast: z.enum(['system', 'more']),
  sidebarWidth: within(settingRanges.sidebarWidth),
  inspectorWidth: within(settingRanges.inspectorWidth),
  relatedWidth: within(settingRanges.relatedWidth).describe('Of the inspector while it shows related rows.'),
  isSidebarOpen: z.boolean(),
  isInspectorOpen: z.boolean(),
  keys: keyChanges,
  busySeconds: wholeWithin(settingRanges.busySeconds).describe(
    'How long a file that is locked is waited for.',
  ),
  readersPerFile: wholeWithin(settingRanges.readersPerFile),
  maxConnections: wholeWithin(settingRanges.maxConnections).describe(
    'Connections of all files together; each is a process.',
  ),
  cellPreviewKilobytes: wholeWithin(settingRanges.cellPreviewKilobytes).describe(
    'What a cell of a page carries of a long value.',
  ),
  cacheMegabytes: wholeWithin(settingRanges.cacheMegabytes).describe(
    'What the orders of sorted and filtered rows may take on the disk.',
  ),
  undoLogMegabytes: wholeWithin(settingRanges.undoLogMegabytes).describe(
    'What is kept of each file for taking commits back; the oldest go first.',
  ),
  safetyCopyMegabytes: wholeWithin(settingRanges.safetyCopyMegabytes).describe(
    'The largest file that is copied before the first commit of a session; 0: none is.',
  ),
  transactionMinutes: wholeWithin(settingRanges.transactionMinutes).describe(
    'How long a transaction of the console may stay open before it is rolled back by itself.',
  ),
};

export const settings = z.strictObject({
  theme: kinds.theme.default(defaultSettings.theme),
  density: kinds.density.default(defaultSettings.density),
  dataTextSize: kinds.dataTextSize.default(defaultSettings.dataTextSize),
  motion: kinds.motion.default(defaultSettings.motion),
  contrast: kinds.contrast.default(defaultSettings.contrast),
  sidebarWidth: kinds.sidebarWidth.default(defaultSettings.sidebarWidth),
  inspectorWidth: kinds.inspectorWidth.default(defaultSettings.inspectorWidth),
  relatedWidth: kinds.relatedWidth.default(defaultSettings.relatedWidth),
  isSidebarOpen: kinds.isSidebarOpen.default(defaultSettings.isSidebarOpen),
  isInspectorOpen: kinds.isInspectorOpen.default(defaultSettings.isInspectorOpen),
  keys: kinds.keys.default({}),
  busySeconds: kinds.busySeconds.default(defaultSettings.busySeconds),
  readersPerFile: kinds.readersPerFile.default(defaultSettings.readersPerFile),
  maxConnections: kinds.maxConnections.default(defaultSettings.maxConnections),
  cellPreviewKilobytes: kinds.cellPreviewKilobytes.default(defaultSettings.cellPreviewKilobytes),
  cacheMegabytes: kinds.cacheMegabytes.default(defaultSettings.cacheMegabytes),
  undoLogMegabytes: kinds.undoLogMegabytes.default(defaultSettings.undoLogMegabytes),
  safetyCopyMegabytes: kinds.safetyCopyMegabytes.default(defaultSettings.safetyCopyMegabytes),
  transactionMinutes: kinds.transactionMinutes.default(defaultSettings.transactionMinutes),
});

/** Some settings. Not `settings.partial()`: that would fill in the defaults of all the others. */
export const settingChanges = z.strictObject(kinds).partial();

/** How the columns of one table are shown. Names that no longer exist are kept but ignored. */
export const tableLayout = z.strictObject({
  order: z.array(z.string()).max(2000).default([]),
  hidden: z.array(z.string()).max(2000).default([]),
  pinned: z.array(z.string()).max(2000).default([]),
  widths: z.record(z.string(), z.number().min(56).max(2000)).default({}),
});

export const spaceKind = z.enum(['settings', 'edits', 'history', 'sample', 'cache', 'copies', 'other']);

export const preferences = {
  settings: method('The settings of this Cairn.', z.strictObject({}), settings),
  change: method(
    'Changes some settings and gives them all back.',
    z.strictObject({ changes: settingChanges }),
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
  space: method(
    "What Cairn's own files take, by kind, as they are now.",
    z.strictObject({}),
    z.strictObject({ kinds: z.array(z.strictObject({ kind: spaceKind, bytes: z.number() })) }),
  ),
  emptyCache: method(
    'Removes what can be made again and is not in use: orders of views that are closed, copies of files that are.',
    z.strictObject({}),
    z.strictObject({ bytes: z.number().describe('What became free.') }),
  ),
} as const;

export type Settings = z.infer<typeof settings>;
export type KeyChanges = z.infer<typeof keyChanges>;
export type SpaceKind = z.infer<typeof spaceKind>;
export type TableLayout = z.infer<typeof tableLayout>;
