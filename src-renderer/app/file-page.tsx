import { useCallback } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { EditRow } from '../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { ChangesView, HistoryView, PluginsView } from './parts.ts';
import type { Status } from './status.ts';
import type { PageTab } from './tab.ts';
import type { ShowPage, ShowRow } from './use-staged-pages.ts';

export interface FilePageProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly tab: PageTab;
  readonly objects: readonly CatalogObject[];
  readonly onShowRow: ShowRow;
  readonly onShowPage: ShowPage;
  readonly onStatus: (id: string, status: Status) => void;
}

/** What is staged of a file, its commits, or its plugins. */
export function FilePage({ client, file, tab, objects, onShowRow, onShowPage, onStatus }: FilePageProps) {
  const status = useCallback((value: Status) => onStatus(tab.id, value), [onStatus, tab.id]);
  const showRow = useCallback(
    (object: string, row: EditRow, column: string | null) => onShowRow(file.id, object, row, column),
    [onShowRow, file.id],
  );
  const showHistory = useCallback(() => onShowPage(file.id, 'history'), [onShowPage, file.id]);
  const showChanges = useCallback(() => onShowPage(file.id, 'changes'), [onShowPage, file.id]);
  const common = { client, file, objects, onShowRow: showRow, onStatus: status };
  if (tab.kind === 'plugins') return <PluginsView client={client} file={file} onStatus={status} />;
  return tab.kind === 'changes' ? (
    <ChangesView {...common} onHistory={showHistory} />
  ) : (
    <HistoryView {...common} wanted={tab.wanted} onReview={showChanges} />
  );
}
