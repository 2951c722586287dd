/** Where a command applies. The nearest region of the focus is asked first, `everywhere` last. */
export type CommandRegion = 'everywhere' | 'table' | 'grid' | 'console' | 'tree' | 'tabs' | 'find';

/** The menus of the window, in their order. */
export type MenuId = 'file' | 'edit' | 'view' | 'go' | 'help';

/** Where a menu opens that belongs to one thing. */
export type ContextPlace = 'cell' | 'column' | 'tree-object' | 'tree-file' | 'tab';

/** The heading under which a command is listed. */
export type CommandGroup =
  | 'General'
  | 'Files'
  | 'Tabs'
  | 'View'
  | 'Table'
  | 'Grid'
  | 'Editing'
  | 'Console'
  | 'Transaction'
  | 'Columns'
  | 'Tree'
  | 'Find';

/** A command as data; what it does is said by the component that owns the action. */
export interface CommandSpec {
  readonly id: string;
  readonly label: string;
  readonly group: CommandGroup;
  readonly where: CommandRegion;
  /** By default. Ctrl is ⌘ on macOS, except with Tab. */
  readonly keys?: readonly string[];
  /** Instead of those that the shell keeps for itself. */
  readonly browserKeys?: readonly string[];
  /** On macOS, where they are others. */
  readonly appleKeys?: readonly string[];
  /** Keys of a widget: they are listed, and can be neither changed nor given to another command there. */
  readonly isFixed?: true;
  /** Text fields do the same to what is typed into them with its keys, and come first. */
  readonly yieldsToText?: true;
  /** Its place in the menus of the window. */
  readonly menu?: { readonly menu: MenuId; readonly section: number };
  /** Its places in menus of single things. */
  readonly context?: readonly { readonly place: ContextPlace; readonly section: number }[];
  /** The palette leaves it out: it needs something that is pointed at, or opens the palette itself. */
  readonly isNotInPalette?: true;
}
