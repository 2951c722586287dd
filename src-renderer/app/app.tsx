import { useCallback, useMemo, useReducer, useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { OpenObjectRequest } from '../features/catalog/catalog-tree.tsx';
import { countWords } from '../features/catalog/count-words.ts';
import { RowCounts } from '../features/catalog/row-counts.ts';
import { useCatalogs } from '../features/catalog/use-catalogs.ts';
import { Welcome } from '../features/files/welcome.tsx';
import { classNames } from '../lib/class-names.ts';
import { CommandsProvider } from '../lib/commands/command-context.tsx';
import { type CommandId, commandSpec } from '../lib/commands/command-specs.ts';
import { keepTypedAhead } from '../lib/typed-ahead.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { useMediaQuery } from '../lib/use-media-query.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SplitHandle } from '../ui/split-handle.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import styles from './app.module.css';
import { AppFloats, type Float } from './app-floats.tsx';
import { appHandlers } from './app-handlers.ts';
import { EngineBar } from './engine-bar.tsx';
import { FileFoot, FileMessages, Pills } from './file-transaction.tsx';
import { NativeMenu } from './native-menu.tsx';
import { SettingsView } from './parts.ts';
import { Sidebar } from './sidebar.tsx';
import type { Status } from './status.ts';
import { StatusBar } from './status-bar.tsx';
import { type InitialRows, isPlace, type ObjectTab, shownPlace, tabName } from './tab.ts';
import { TabBar } from './tab-bar.tsx';
import { TabContent } from './tab-content.tsx';
import { TabPanels } from './tab-panels.tsx';
import { TablePlaces } from './table-places.ts';
import { activeTab, noTabs, tabsReducer } from './tabs-state.ts';
import { TitleBar } from './title-bar.tsx';
import { useAppearance } from './use-appearance.ts';
import { useClosing } from './use-closing.tsx';
import { useConsoles } from './use-consoles.ts';
import { useDocumentTitle } from './use-document-title.ts';
import { useDrop } from './use-drop.ts';
import { useFiles } from './use-files.ts';
import { useKeptToasts } from './use-kept-toasts.ts';
import { useOpenFound } from './use-open-found.ts';
import { useSession } from './use-session.ts';
import { useSettings } from './use-settings.ts';
import { useShell } from './use-shell.ts';
import { useShellFiles } from './use-shell-files.ts';
import { useStagedPages } from './use-staged-pages.ts';
import { useFrameHandlers, useWindowCommands } from './use-window-commands.ts';

export interface AppProps {
  readonly client: Client;
}

const WELCOME_KEYS: readonly CommandId[] = [
  'palette',
  'sidebar.filter',
  'tab.next',
  'tab.close',
  'view.inspector',
  'keys',
];
const NO_STATUS: Status = { left: [] };

/** The frame: title bar, sidebar, tabs, content, status bar. */
export function App({ client }: AppProps) {
  const [tabs, dispatch] = useReducer(tabsReducer, noTabs);
  const opened = useFiles(client, dispatch);
  const { files, started, troubles, openPath, openSample, reopen, dismissTrouble } = opened;
  const kept = useKeptToasts(client, files, tabs, dispatch, opened.closeFile);
  const { act, close: closeFile, question } = useClosing(client, files, tabs, kept.act, kept.close);
  const places = useMemo(() => new TablePlaces(), []);
  const { catalogs, reload } = useCatalogs(client, files);
  const [settings, changeSettings] = useSettings(client);
  const { version, capabilities, engine, isFullScreen } = useShell(client);
  const titleBar = useRef<HTMLElement>(null);
  useAppearance(client, capabilities, settings, titleBar);
  const counts = useMemo(() => new RowCounts(client), [client]);
  const [float, setFloat] = useState<Float | null>(null);
  const [statuses, setStatuses] = useState<ReadonlyMap<string, Status>>(new Map());
  const filterField = useRef<HTMLInputElement>(null);
  const isNarrow = useMediaQuery('(max-width: 1199px)');
  const isVeryNarrow = useMediaQuery('(max-width: 959px)');
  // Below 1200 the inspector floats and starts closed, whatever is remembered for wide windows.
  const [isInspectorFloating, setInspectorFloating] = useState(false);
  const [isSidebarFloating, setSidebarFloating] = useState(false);
  const tab = activeTab(tabs);
  const isReady = started !== null;
  const { isRestored, readOnly } = opened;
  useSession({ client, started: isRestored ? started : null, files, tabs, places, readOnly });
  const isInspectorOpen = isNarrow ? isInspectorFloating : settings.isInspectorOpen;
  const isSidebarOpen = files.length > 0 && (isVeryNarrow ? isSidebarFloating : settings.isSidebarOpen);

  useBridgeEvent(client, 'files.changed', ({ file, what }) => {
    if (what === 'content' || what === 'schema') counts.refresh(file);
  });
  useBridgeEvent(client, 'files.closed', ({ file }) => counts.forget(file));
  useBridgeEvent(client, 'files.opened', ({ id }) => counts.refresh(id));
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') for (const { id } of files) counts.refresh(id);
  });

  const toggleInspector = useCallback(() => {
    if (isNarrow) setInspectorFloating((isOpen) => !isOpen);
    else changeSettings({ isInspectorOpen: !settings.isInspectorOpen });
  }, [isNarrow, changeSettings, settings.isInspectorOpen]);
  const changeFrame = useCallback(
    (changes: Parameters<typeof changeSettings>[0]) => {
      if (isVeryNarrow && changes.isSidebarOpen !== undefined) setSidebarFloating((isOpen) => !isOpen);
      else changeSettings(changes);
    },
    [isVeryNarrow, changeSettings],
  );
  const countOf = useCallback(
    (file: string, object: string) => countWords(counts.get(file, object)),
    [counts],
  );
  const showChooser = useCallback(() => setFloat({ kind: 'chooser', name: null }), []);
  const choose = useShellFiles({ client, capabilities, openPath, showChooser });
  const showPalette = () => {
    if (float?.kind !== 'palette') keepTypedAhead();
    setFloat({ kind: 'palette' });
  };
  const closeFloat = useCallback(() => setFloat(null), []);
  const showOverview = useCallback(
    ({ id, name }: OpenFileInfo, isPreview: boolean) =>
      dispatch({ kind: 'overview', file: id, name, isPreview }),
    [],
  );
  const openObject = useCallback(({ file, object, isPreview, mode, asTable }: OpenObjectRequest) => {
    // A sidebar that floats would hide what was asked for.
    setSidebarFloating(false);
    dispatch({ kind: 'open', file, object, isPreview, mode, initial: asTable ? { asTable } : undefined });
  }, []);
  const openListed = useCallback(
    (file: string, object: CatalogObject, isPreview: boolean) =>
      dispatch({ kind: 'open', file, object, isPreview }),
    [],
  );
  const follow = useCallback(
    (file: string, object: CatalogObject, initial: InitialRows) =>
      dispatch({ kind: 'open', file, object, initial, mode: 'rows', isPreview: true }),
    [],
  );
  const { showRow, showPage, showTransaction } = useStagedPages(catalogs, dispatch);
  const setMode = useCallback(
    (id: string, mode: ObjectTab['mode']) => dispatch({ kind: 'mode', id, mode }),
    [],
  );
  const keepTab = useCallback((id: string) => dispatch({ kind: 'keep', id }), []);
  const setStatus = useCallback(
    (id: string, status: Status) => setStatuses((before) => new Map(before).set(id, status)),
    [],
  );
  const setInspectorWidth = useCallback(
    (width: number, isRelated: boolean) =>
      changeSettings(isRelated ? { relatedWidth: width } : { inspectorWidth: width }),
    [changeSettings],
  );
  const drop = useDrop(client, ({ paths, names }) => {
    for (const path of paths) openPath(path);
    if (paths.length > 0 || names.length === 0) return;
    // A shell that tells paths has none for what lies on no disk: the user is asked for a file.
    if (capabilities?.nativeDialogs === false) setFloat({ kind: 'chooser', name: names[0] ?? null });
    else choose();
  });

  const activeFile = isPlace(tab)
    ? files.find(({ id }) => id === tab.file)
    : files.length === 1
      ? files[0]
      : undefined;
  const consoles = useConsoles(client, tabs, dispatch);
  const newConsole = activeFile === undefined ? null : () => consoles.create(activeFile.id);
  const commands = useWindowCommands(capabilities, settings.keys);
  useFrameHandlers(
    commands,
    appHandlers({
      tabs,
      dispatch: act,
      file: activeFile,
      settings: { ...settings, isSidebarOpen },
      capabilities,
      isInspectorOpen,
      changeSettings: changeFrame,
      toggleInspector,
      newCollection: (file) => setFloat({ kind: 'newCollection', file }),
      newConsole,
      choose,
      openSample,
      closeFile,
      reloadFile: reload,
      revealFile: (path) => void client.shell.reveal({ path }).catch(() => null),
      newWindow: () => void client.shell.newWindow({}).catch(() => null),
      showOverview,
      showPalette,
      showKeys: () => setFloat({ kind: 'keys' }),
      focusFilter: () => {
        if (!isSidebarOpen) changeFrame({ isSidebarOpen: true });
        requestAnimationFrame(() => filterField.current?.select());
      },
    }),
  );
  const keys = (id: CommandId) => commands.keys.keysOf(id)[0];
  const openFound = useOpenFound({ tab, dispatch, openPath, showOverview, consoles });
  useDocumentTitle(tab, files);

  const pills = { client, files, active: activeFile?.id, onShow: showTransaction, onPage: showPage };
  const status =
    (tab && statuses.get(tab.id)) ??
    (files.length === 0 ? { left: [isReady ? 'No database open' : 'Starting'] } : NO_STATUS);

  return (
    <CommandsProvider value={commands}>
      <NativeMenu client={client} capabilities={capabilities} />
      <div className={styles.app} {...drop.handlers}>
        <TitleBar
          settings={{ ...settings, isSidebarOpen }}
          onChangeSettings={changeFrame}
          hasSidebar={files.length > 0}
          sidebarKeys={keys('view.sidebar')}
          paletteKeys={keys('palette')}
          onPalette={showPalette}
          windowControls={isFullScreen ? 'none' : (capabilities?.windowControls ?? 'none')}
          hasMenu={capabilities !== null && capabilities.windowControls !== 'left'}
          pill={<Pills {...pills} />}
          barRef={titleBar}
        />
        <div className={styles.middle}>
          {isSidebarOpen && (
            // biome-ignore lint/a11y/noStaticElementInteractions: Esc in any of its controls closes what floats.
            <div
              className={classNames(styles.side, isVeryNarrow && styles.floating)}
              style={{ width: settings.sidebarWidth }}
              onKeyDown={(event) => {
                if (isVeryNarrow && event.key === 'Escape' && !event.defaultPrevented) {
                  event.preventDefault();
                  setSidebarFloating(false);
                }
              }}
            >
              <Sidebar
                files={files}
                catalogs={catalogs}
                counts={counts}
                client={client}
                selected={shownPlace(tab)}
                filterRef={filterField}
                openKeys={keys('file.open')}
                handle={
                  isVeryNarrow ? undefined : (
                    <SplitHandle
                      label="Width of the sidebar"
                      pane="left"
                      width={settings.sidebarWidth}
                      min={180}
                      max={400}
                      defaultWidth={248}
                      onWidth={(sidebarWidth) => changeSettings({ sidebarWidth })}
                    />
                  )
                }
                onOpenFile={choose}
                onOpen={openObject}
                onReload={reload}
                onOverview={showOverview}
                onCloseFile={(file) => closeFile(file.id)}
              />
            </div>
          )}
          <main className={styles.main} onPointerDown={() => setSidebarFloating(false)}>
            {files.length + tabs.tabs.length > 0 && (
              <VisuallyHidden>
                <h1>{tab === undefined ? 'Cairn' : tabName(tab)}</h1>
              </VisuallyHidden>
            )}
            <EngineBar client={client} engine={engine} />
            {tabs.tabs.length > 0 && (
              <div data-region="tabs">
                <TabBar
                  state={tabs}
                  dispatch={act}
                  client={client}
                  onNewConsole={newConsole}
                  onOpenFile={choose}
                />
              </div>
            )}
            {activeFile !== undefined && (
              <FileMessages client={client} file={activeFile} tab={tab} onShow={showTransaction} />
            )}
            {tabs.tabs.length > 0 && (
              <TabPanels tabs={tabs.tabs} active={tabs.active} turn={tabs.turn}>
                {(shown) =>
                  shown.kind === 'settings' ? (
                    <SettingsView
                      client={client}
                      page={shown.page}
                      settings={settings}
                      onPage={(page) => dispatch({ kind: 'settings', page })}
                      onChange={changeSettings}
                      onStatus={(value) => setStatus(shown.id, value)}
                    />
                  ) : (
                    <TabContent
                      client={client}
                      tab={shown}
                      files={files}
                      catalogs={catalogs}
                      troubles={troubles}
                      counts={counts}
                      onOpenObject={openListed}
                      consoles={consoles}
                      isInspectorOpen={isInspectorOpen}
                      inspectorWidth={settings.inspectorWidth}
                      relatedWidth={settings.relatedWidth}
                      onToggleInspector={toggleInspector}
                      onInspectorWidth={setInspectorWidth}
                      onKeep={keepTab}
                      onMode={setMode}
                      onOpen={follow}
                      onShowRow={showRow}
                      onShowPage={showPage}
                      onLimits={() => dispatch({ kind: 'settings', page: 'limits' })}
                      onStatus={setStatus}
                      places={places}
                      onRetry={openPath}
                      onChoose={choose}
                      onReopen={reopen}
                      onDismissTrouble={dismissTrouble}
                      onCloseFile={closeFile}
                      onForget={(path, id) => {
                        void client.files.forget({ path }).catch(() => null);
                        dispatch({ kind: 'close', id });
                      }}
                    />
                  )
                }
              </TabPanels>
            )}
            {tabs.tabs.length === 0 && files.length > 0 && (
              <EmptyState
                title="Nothing is open"
                actions={<Button onClick={choose}>Open another file</Button>}
              >
                Choose a table or collection in the sidebar.
              </EmptyState>
            )}
            {tabs.tabs.length === 0 && files.length === 0 && isReady && (
              <Welcome
                client={client}
                keys={WELCOME_KEYS.flatMap((id) => {
                  const shown = keys(id);
                  return shown === undefined ? [] : [{ label: commandSpec(id).label, keys: shown }];
                })}
                openKeys={keys('file.open')}
                isDropTarget={drop.isOver}
                hasPathField={capabilities?.nativeDialogs === false}
                onOpenPath={openPath}
                onChoose={choose}
                onOpenSample={openSample}
              />
            )}
            {activeFile !== undefined && (
              <FileFoot client={client} file={activeFile} dispatch={act} tab={tab} />
            )}
            {question}
            {drop.isOver && files.length > 0 && <div className={styles.drop}>Drop to open</div>}
          </main>
        </div>
        <StatusBar client={client} status={status} file={activeFile} version={version} />
        <AppFloats
          client={client}
          float={float}
          files={files}
          catalogs={catalogs}
          countOf={countOf}
          onClose={closeFloat}
          onOpenPath={openPath}
          onOpenObject={openListed}
          onOpenFound={openFound}
          onChangeKeys={() => dispatch({ kind: 'settings', page: 'keys' })}
        />
      </div>
    </CommandsProvider>
  );
}
