import { ClipboardList, Copy, ExternalLink, Info, RefreshCw, Sigma, Table2, X } from 'lucide-react';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
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
export function lineMenu(line: TreeLine, actions: TreeActions): readonly MenuEntry[] {
  const { file } = line;
  if (line.kind === 'object') return objectMenu(file.id, line.object, actions);
  return [
    { label: 'Overview', icon: <Info />, onSelect: () => actions.onOverview(file, false) },
    { label: 'Read the names again', icon: <RefreshCw />, onSelect: () => actions.onReload(file.id) },
    { label: 'Copy path', icon: <Copy />, onSelect: () => void copyText(file.path, 'Path copied') },
    { kind: 'separator' },
    { label: `Close ${file.name}`, icon: <X />, onSelect: () => actions.onCloseFile(file) },
  ];
}

function objectMenu(file: string, object: CatalogObject, actions: TreeActions): readonly MenuEntry[] {
  const request = { file, object, isPreview: false };
  const asTable: MenuEntry = {
    label: 'Open as the plain table',
    icon: <ExternalLink />,
    onSelect: () => actions.onOpen({ ...request, mode: 'rows', asTable: true }),
  };
  const count: MenuEntry = {
    label: 'Count rows',
    icon: <Sigma />,
    onSelect: () => actions.counts.request(file, object.name, true),
  };
  return [
    {
      label: object.kind === 'collection' ? 'Open documents' : 'Open rows',
      icon: <Table2 />,
      onSelect: () => actions.onOpen({ ...request, mode: 'rows' }),
    },
    {
      label: 'Open structure',
      icon: <Info />,
      onSelect: () => actions.onOpen({ ...request, mode: 'structure' }),
    },
    ...(object.kind === 'collection' ? [asTable] : []),
    { kind: 'separator' },
    ...(object.kind === 'view' || object.error !== null ? [] : [count]),
    { label: 'Copy name', icon: <Copy />, onSelect: () => void copyText(object.name, 'Name copied') },
    {
      label: 'Copy SELECT statement',
      icon: <ClipboardList />,
      onSelect: () => void copyText(selectStatement(object.name), 'Statement copied'),
    },
  ];
}
