import { preloadInspectorParts } from '../features/inspector/inspector-parts.ts';
import { preloadRowsParts } from '../features/rows/rows-parts.ts';
import { lazyPart } from '../lib/lazy-part.tsx';
import { preloadMenuPopup } from '../ui/lazy-menu-popup.ts';

/*
 * What the window does not need to show itself. Loaded one after the other as soon as nothing else is to be done, so
 * that even the first use waits for nothing, and a lost connection takes nothing away.
 */
const rows = lazyPart(() => import('../features/rows/rows-view.tsx').then(({ RowsView }) => RowsView));
const inspector = lazyPart(() =>
  import('../features/inspector/inspector.tsx').then(({ Inspector }) => Inspector),
);
const structure = lazyPart(() =>
  import('../features/structure/structure-view.tsx').then(({ StructureView }) => StructureView),
);
const schema = lazyPart(() =>
  import('../features/schema/schema-view.tsx').then(({ SchemaView }) => SchemaView),
);
const newCollection = lazyPart(() =>
  import('../features/schema/new-collection.tsx').then(({ NewCollection }) => NewCollection),
);
const chooser = lazyPart(() =>
  import('../features/files/file-chooser.tsx').then(({ FileChooser }) => FileChooser),
);
const staging = lazyPart(() => import('../features/staging/staging.tsx').then(({ Staging }) => Staging));
const commitMessage = lazyPart(() =>
  import('../features/staging/commit-message.tsx').then(({ CommitMessage }) => CommitMessage),
);
const changes = lazyPart(() =>
  import('../features/changes/changes-view.tsx').then(({ ChangesView }) => ChangesView),
);
const history = lazyPart(() =>
  import('../features/history/history-view.tsx').then(({ HistoryView }) => HistoryView),
);
const transactionCommands = lazyPart(() =>
  import('../features/transactions/transaction-commands.tsx').then(
    ({ TransactionCommands }) => TransactionCommands,
  ),
);
const transactionMessage = lazyPart(() =>
  import('../features/transactions/transaction-message.tsx').then(
    ({ TransactionMessage }) => TransactionMessage,
  ),
);
const transactionViewNote = lazyPart(() =>
  import('../features/transactions/transaction-view-note.tsx').then(
    ({ TransactionViewNote }) => TransactionViewNote,
  ),
);
const closingQuestion = lazyPart(() =>
  import('../features/transactions/closing-question.tsx').then(({ ClosingQuestion }) => ClosingQuestion),
);
const fileProblem = lazyPart(() =>
  import('../features/files/file-problem.tsx').then(({ FileProblem }) => FileProblem),
);
const transactionPill = lazyPart(() =>
  import('../features/transactions/transaction-pill.tsx').then(({ TransactionPill }) => TransactionPill),
);
const details = lazyPart(() => import('./details-popover.tsx').then(({ DetailsPopover }) => DetailsPopover));
const consoleTab = lazyPart(() => import('./console-tab.tsx').then(({ ConsoleTab }) => ConsoleTab));
const connections = lazyPart(() =>
  import('../features/connections/connections-view.tsx').then(({ ConnectionsView }) => ConnectionsView),
);
const statistics = lazyPart(() =>
  import('../features/statistics/statistics-view.tsx').then(({ StatisticsView }) => StatisticsView),
);
const plugins = lazyPart(() =>
  import('../features/plugins/plugins-view.tsx').then(({ PluginsView }) => PluginsView),
);
const palette = lazyPart(() => import('./palette.tsx').then(({ Palette }) => Palette));
const keys = lazyPart(() => import('./keys-dialog.tsx').then(({ KeysDialog }) => KeysDialog));
const inRows = { preload: preloadRowsParts };
const inInspector = { preload: preloadInspectorParts };
const menus = { preload: preloadMenuPopup };
const settings = lazyPart(() =>
  import('../features/settings/settings-view.tsx').then(({ SettingsView }) => SettingsView),
);

export const SettingsView = settings.Part;
export const RowsView = rows.Part;
export const Inspector = inspector.Part;
export const Staging = staging.Part;
export const ChangesView = changes.Part;
export const HistoryView = history.Part;
export const ConnectionsView = connections.Part;
export const PluginsView = plugins.Part;
export const StatisticsView = statistics.Part;
export const FileProblem = fileProblem.Part;
export const TransactionPill = transactionPill.Part;
export const ConsoleTab = consoleTab.Part;
/** Draws its trigger by itself. */
export const DetailsPopover = details.Bare;
export const CommitMessage = commitMessage.Part;
export const TransactionCommands = transactionCommands.Part;
export const TransactionMessage = transactionMessage.Part;
export const TransactionViewNote = transactionViewNote.Part;
export const ClosingQuestion = closingQuestion.Part;
export const StructureView = structure.Part;
export const SchemaView = schema.Part;
export const NewCollection = newCollection.Part;
export const FileChooser = chooser.Part;
export const Palette = palette.Part;
export const KeysDialog = keys.Part;

/** Loads all parts, the most wanted first. Failures show when a part is drawn. */
export async function preloadParts(): Promise<void> {
  for (const part of [
    rows,
    inspector,
    inRows,
    inInspector,
    staging,
    commitMessage,
    changes,
    transactionCommands,
    fileProblem,
    transactionMessage,
    transactionViewNote,
    closingQuestion,
    menus,
    palette,
    chooser,
    structure,
    schema,
    newCollection,
    history,
    connections,
    plugins,
    statistics,
    consoleTab,
    keys,
    settings,
  ]) {
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
    await part.preload().catch(() => null);
  }
}
