import { Plus, Search } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { Catalogs } from '../features/catalog/catalog-state.ts';
import { CatalogTree, type OpenObjectRequest } from '../features/catalog/catalog-tree.tsx';
import type { RowCounts } from '../features/catalog/row-counts.ts';
import { ConnectionsLine } from '../features/connections/connections-line.tsx';
import { PluginsLine } from '../features/plugins/plugins-line.tsx';
import { useCommands } from '../lib/commands/command-context.tsx';
import { EditsStore } from '../lib/edits/edits-store.ts';
import { TransactionsStore } from '../lib/transactions/transactions-store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './sidebar.module.css';
import type { ShownPlace } from './tab.ts';

export interface SidebarProps {
  readonly client: Client;
  readonly files: readonly OpenFileInfo[];
  readonly catalogs: Catalogs;
  readonly counts: RowCounts;
  /** What the active tab shows; without an object, the file itself. */
  readonly selected: ShownPlace | null;
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly openKeys: string | undefined;
  /** Changes its width; stands at its right edge. */
  readonly handle?: ReactNode;
  readonly onOpenFile: () => void;
  readonly onOpen: (request: OpenObjectRequest) => void;
  readonly onReload: (file: string) => void;
  readonly onOverview: (file: OpenFileInfo, isPreview: boolean) => void;
  readonly onCloseFile: (file: OpenFileInfo) => void;
}

const FIRST_OBJECT = '[role="treeitem"][data-line*="/object/"]';
const TREE_STOP = '[role="treeitem"][tabindex="0"]';

/** The pane at the left: a filter over the names of all open files, and their tree. */
export function Sidebar(props: SidebarProps) {
  const { client, filterRef, openKeys, handle, onOpenFile, ...tree } = props;
  const [filter, setFilter] = useState('');
  const { center } = useCommands();
  const file = tree.selected?.file ?? (tree.files.length === 1 ? tree.files[0]?.id : undefined);
  return (
    <aside className={styles.sidebar} aria-label="Databases" data-region="sidebar">
      <div className={styles.top}>
        <TextField
          ref={filterRef}
          isQuiet
          label="Filter tables and collections"
          placeholder="Filter names"
          icon={<Search />}
          value={filter}
          onValueChange={setFilter}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter !== '') {
              event.preventDefault();
              setFilter('');
            }
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              const side = event.currentTarget.closest('[data-region]');
              // Who typed a name wants what has it, not the file that it is in.
              const found = filter.trim() === '' ? null : side?.querySelector<HTMLElement>(FIRST_OBJECT);
              (found ?? side?.querySelector<HTMLElement>(TREE_STOP))?.focus();
            }
          }}
        />
        <IconButton variant="outline" label="Open a file" keys={openKeys} onClick={onOpenFile}>
          <Plus />
        </IconButton>
      </div>
      <CatalogTree
        {...tree}
        edits={EditsStore.of(client)}
        transactions={TransactionsStore.of(client)}
        filter={filter}
        onClearFilter={() => setFilter('')}
      />
      {file !== undefined && (
        <div className={styles.foot}>
          <ConnectionsLine
            client={client}
            file={file}
            isShown={tree.selected?.kind === 'connections'}
            onShow={() => center.run('view.connections')}
          />
          <PluginsLine
            client={client}
            file={file}
            isShown={tree.selected?.kind === 'plugins'}
            onShow={() => center.run('view.plugins')}
          />
        </div>
      )}
      {handle !== undefined && <div className={styles.edge}>{handle}</div>}
    </aside>
  );
}
