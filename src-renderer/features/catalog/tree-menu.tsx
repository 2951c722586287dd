import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { CommandHandlers } from '../../lib/commands/command-center.ts';
import { commandMenu } from '../../lib/commands/command-menu.tsx';
import type { KeyMap } from '../../lib/commands/key-map.ts';
import { copyText } from '../../lib/copy-text.ts';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import type { RowCounts } from './row-counts.ts';
import { selectStatement } from './select-statement.ts';
import type { TreeLine } from './tree-rows.ts';

/** Opens an object of a file. */
export interface OpenObjectRequest {
  readonly file: string;
  readonly object: CatalogObject;
  readonly isPreview: boolean;
  readonly mode?: 'rows' | 'structure';
  readonly asTable?: boolean;
}

export interface TreeActions {
  readonly counts: RowCounts;
  readonly onOpen: (request: OpenObjectRequest) => void;
  readonly onReload: (file: string) => void;
  readonly onOverview: (file: OpenFileInfo, isPreview: boolean) => void;
  readonly onCloseFile: (file: OpenFileInfo) => void;
}

/** The menu of a line: that of its object, else that of its file. */
export function lineMenu(line: TreeLine, actions: TreeActions, keys: KeyMap): readonly MenuEntry[] {
  return line.kind === 'object'
    ? commandMenu('tree-object', objectHandlers(line.file.id, line.object, actions), keys)
    : commandMenu('tree-file', fileHandlers(line.file, actions), keys);
}

function fileHandlers(file: OpenFileInfo, actions: TreeActions): CommandHandlers {
  return {
    'file.overview': { label: 'Overview', run: () => actions.onOverview(file, false) },
    'file.reload': { run: () => actions.onReload(file.id) },
    'file.copyPath': { label: 'Copy path', run: () => void copyText(file.path, 'Path copied') },
    'file.close': { label: `Close ${file.name}`, run: () => actions.onCloseFile(file) },
  };
}

/** What the commands of the tree do with an object: in its menu, and by key for the line with the focus. */
export function objectHandlers(file: string, object: CatalogObject, actions: TreeActions): CommandHandlers {
  const request = { file, object, isPreview: false };
  const isCollection = object.kind === 'collection';
  return {
    'tree.openRows': {
      ...(isCollection && { label: 'Open documents' }),
      run: () => actions.onOpen({ ...request, mode: 'rows' }),
    },
    'tree.openStructure': { run: () => actions.onOpen({ ...request, mode: 'structure' }) },
    ...(isCollection && {
      'tree.openTable': { run: () => actions.onOpen({ ...request, mode: 'rows', asTable: true }) },
    }),
    ...(object.kind !== 'view' &&
      object.error === null && {
        'tree.count': { run: () => actions.counts.request(file, object.name, true) },
      }),
    'tree.copyName': { run: () => void copyText(object.name, 'Name copied') },
    'tree.copySelect': { run: () => void copyText(selectStatement(object.name), 'Statement copied') },
  };
}
