import { FolderOpen } from 'lucide-react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { type Catalogs, objectsOf } from '../features/catalog/catalog-state.ts';
import { FileMessage, type FileTrouble } from '../features/files/file-message.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { FileOverview, type FileOverviewProps } from './file-overview.tsx';
import { FilePage } from './file-page.tsx';
import { ConsoleTab, FileProblem } from './parts.ts';
import { baseName, isPage, type Tab } from './tab.ts';
import { TableTab, type TableTabProps } from './table-tab.tsx';
import type { Consoles } from './use-consoles.ts';
import type { ShowPage, ShowRow } from './use-staged-pages.ts';

export interface TabContentProps
  extends Omit<TableTabProps, 'client' | 'file' | 'tab' | 'objects'>,
    Pick<FileOverviewProps, 'counts' | 'onOpenObject'> {
  readonly client: Client;
  readonly tab: Exclude<Tab, { kind: 'settings' }>;
  readonly files: readonly OpenFileInfo[];
  readonly catalogs: Catalogs;
  readonly troubles: ReadonlyMap<string, FileTrouble>;
  readonly onRetry: (path: string) => void;
  readonly onChoose: () => void;
  readonly onReopen: (file: OpenFileInfo) => void;
  readonly onDismissTrouble: (file: string) => void;
  readonly onCloseFile: (file: string) => void;
  readonly onForget: (path: string, tab: string) => void;
  readonly consoles: Consoles;
  readonly onShowRow: ShowRow;
  readonly onShowPage: ShowPage;
  /** Shows the settings of limits. */
  readonly onLimits: () => void;
}

/** What a tab shows. */
export function TabContent(props: TabContentProps) {
  const {
    client,
    tab,
    files,
    catalogs,
    troubles,
    onRetry,
    onChoose,
    onReopen,
    onDismissTrouble,
    onCloseFile,
    onForget,
    counts,
    onOpenObject,
    consoles,
    onShowRow,
    onShowPage,
    onLimits,
    ...table
  } = props;
  const unopened = tab.kind === 'file' ? tab : tab.awaited;
  if (unopened !== undefined) {
    const { path, failure } = unopened;
    const name = baseName(path);
    if (failure === null) {
      return (
        <EmptyState icon={<FolderOpen />} title={`Opening ${name}`}>
          <ProgressBar label={`Opening ${name}`} fraction={null} />
        </EmptyState>
      );
    }
    return (
      <FileProblem
        path={path}
        name={name}
        failure={failure}
        isTrying={false}
        onRetry={() => onRetry(path)}
        onChoose={onChoose}
        onForget={() => onForget(path, tab.id)}
      />
    );
  }
  if (tab.kind === 'file') return null;
  const file = files.find(({ id }) => id === tab.file);
  if (file === undefined) return null;
  const trouble = troubles.get(file.id);
  return (
    <>
      {trouble !== undefined && (
        <FileMessage
          file={file}
          trouble={trouble}
          onReopen={() => onReopen(file)}
          onDismiss={() => onDismissTrouble(file.id)}
          onClose={() => onCloseFile(file.id)}
        />
      )}
      {tab.kind === 'overview' ? (
        <FileOverview
          file={file}
          catalog={catalogs.get(file.id) ?? { kind: 'loading' }}
          counts={counts}
          onOpenObject={onOpenObject}
          onStatus={(status) => table.onStatus(tab.id, status)}
        />
      ) : isPage(tab) ? (
        <FilePage
          client={client}
          file={file}
          tab={tab}
          objects={objectsOf(catalogs, file.id)}
          onShowRow={onShowRow}
          onShowPage={onShowPage}
          onLimits={onLimits}
          onStatus={table.onStatus}
        />
      ) : tab.kind === 'console' ? (
        <ConsoleTab
          // A console belongs to its file: another run of Cairn numbers files anew.
          key={`${file.id} ${tab.console}`}
          client={client}
          file={file}
          files={files}
          tab={tab}
          consoles={consoles}
          onShowRow={onShowRow}
          onStatus={table.onStatus}
        />
      ) : (
        <TableTab {...table} client={client} file={file} tab={tab} objects={objectsOf(catalogs, file.id)} />
      )}
    </>
  );
}
