import { useCallback } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { EditRow } from '../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { useFileTransaction } from '../lib/transactions/use-transactions.ts';
import { InspectorPages } from './inspector-pages.tsx';
import { ChangesView, ConnectionsView, HistoryView, PluginsView, StatisticsView } from './parts.ts';
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
  /** Shows the settings of limits. */
  readonly onLimits: () => void;
  readonly onStatus: (id: string, status: Status) => void;
}

/** What is staged of a file, its commits, or its database layer at work. */
export function FilePage(props: FilePageProps) {
  const { client, file, tab, objects, onShowRow, onShowPage, onLimits, onStatus } = props;
  const status = useCallback((value: Status) => onStatus(tab.id, value), [onStatus, tab.id]);
  const showRow = useCallback(
    (object: string, row: EditRow, column: string | null) => onShowRow(file.id, object, row, column),
    [onShowRow, file.id],
  );
  const showHistory = useCallback(() => onShowPage(file.id, 'history'), [onShowPage, file.id]);
  const showChanges = useCallback(() => onShowPage(file.id, 'changes'), [onShowPage, file.id]);
  const isTransactionOpen = useFileTransaction(client, file.id).state !== null;
  const common = { client, file, objects, onShowRow: showRow, onStatus: status };
  if (tab.kind === 'connections' || tab.kind === 'plugins' || tab.kind === 'statistics') {
    const pages = <InspectorPages shown={tab.kind} onShow={(page) => onShowPage(file.id, page)} />;
    const inspected = { client, file, pages, onStatus: status };
    if (tab.kind === 'plugins') return <PluginsView {...inspected} />;
    if (tab.kind === 'statistics') return <StatisticsView {...inspected} />;
    return <ConnectionsView {...inspected} isTransactionOpen={isTransactionOpen} onLimits={onLimits} />;
  }
  return tab.kind === 'changes' ? (
    <ChangesView {...common} onHistory={showHistory} />
  ) : (
    <HistoryView {...common} wanted={tab.wanted} onReview={showChanges} />
  );
}
