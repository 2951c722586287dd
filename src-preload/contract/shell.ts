import { z } from 'zod';
import { method } from './method.ts';
import { filePath } from './names.ts';

/** What a shell can do. Code asks for a capability, never for the kind of shell. */
export const capabilities = z.strictObject({
  shell: z.enum(['browser', 'desktop']).describe('For display only.'),
  nativeDialogs: z
    .boolean()
    .describe('`shell.chooseFiles` shows the dialog of the system; the page needs none.'),
  revealInFolder: z.boolean(),
  nativeMenu: z.boolean().describe('`shell.showMenu` fills the menu of the system.'),
  newWindow: z.boolean(),
  windowControls: z
    .enum(['none', 'left', 'right'])
    .describe(
      'At which end of the title bar the system draws its buttons; "none": the page has no title bar to drag.',
    ),
  reservedKeys: z.array(z.string()).describe('Keys that never reach the page, such as "Ctrl+T".'),
});

/** A line of the native menu. Roles are what the system does itself, such as "copy" or "togglefullscreen". */
export const menuEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    id: z.string().max(100).describe('Comes back with the event `shell.command`.'),
    label: z.string().max(200),
    keys: z
      .string()
      .max(60)
      .nullable()
      .describe('As commands write them, such as "Ctrl+Shift+F"; shown only, the page acts on keys.'),
    isOff: z.boolean(),
    isChecked: z.boolean().nullable().describe('null: it is no switch.'),
  }),
  z.strictObject({ kind: z.literal('separator') }),
  z.strictObject({
    kind: z.literal('role'),
    role: z.enum([
      'cut',
      'copy',
      'paste',
      'selectAll',
      'undo',
      'redo',
      'zoomIn',
      'zoomOut',
      'resetZoom',
      'togglefullscreen',
      'minimize',
      'close',
      'quit',
      'about',
      'hide',
      'hideOthers',
      'unhide',
      'front',
    ]),
  }),
]);

export const menu = z.strictObject({
  id: z.string().max(40),
  label: z.string().max(60),
  entries: z.array(menuEntry).max(60),
});

const color = z.string().regex(/^#[0-9a-f]{6}$/);

/** What a window shows of its page: the theme, and the colours of the title bar as `#rrggbb`. */
export const appearance = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  titleBar: z.strictObject({ background: color, symbols: color }),
});

export const shell = {
  info: method(
    'Version, platform and capabilities of this shell, and the files named at its start.',
    z.strictObject({}),
    z.strictObject({
      version: z.string(),
      platform: z.enum(['linux', 'darwin', 'win32', 'other']),
      capabilities,
      filesAtStart: z
        .array(filePath)
        .describe(
          'Named on the command line. The page opens them, so that a failure has a place to be shown.',
        ),
      folders: z
        .strictObject({ data: filePath, cache: filePath })
        .describe('Where Cairn keeps what is its own, and what can be made again.'),
    }),
  ),
  chooseFiles: method(
    'Asks for files with the dialog of the system; what was chosen may be opened from then on. Empty when it was left.',
    z.strictObject({}),
    z.strictObject({ paths: z.array(filePath) }),
  ),
  reveal: method(
    'Shows a file in the file manager of the system. Nothing happens when it is gone.',
    z.strictObject({ path: filePath }),
    z.null(),
  ),
  showAppearance: method(
    'Gives the window the theme and the colours of the title bar that the page has.',
    appearance,
    z.null(),
  ),
  showMenu: method(
    'Shows these menus in the menu bar of the system while this window is in front.',
    z.strictObject({ menus: z.array(menu).max(12) }),
    z.null(),
  ),
  newWindow: method('Opens one more window of this Cairn.', z.strictObject({}), z.null()),
  restartEngine: method(
    'Ends the engine process and starts a new one from the list of open files.',
    z.strictObject({}),
    z.null(),
  ),
} as const;

export type Appearance = z.infer<typeof appearance>;
export type Capabilities = z.infer<typeof capabilities>;
export type Menu = z.infer<typeof menu>;
export type MenuEntry = z.infer<typeof menuEntry>;
