import type { Dispatch } from 'react';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { Settings } from '../../src-preload/contract/preferences.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import type { CommandHandler, CommandHandlers } from '../lib/commands/command-center.ts';
import { copyText } from '../lib/copy-text.ts';
import { focusRegion } from './regions.ts';
import { hasSchema, isPlace, type ObjectMode } from './tab.ts';
import { activeTab, type TabsAction, type TabsState } from './tabs-state.ts';

/** What the commands of the frame act on. */
export interface AppActions {
  readonly tabs: TabsState;
  readonly dispatch: Dispatch<TabsAction>;
  /** The file of the active tab, else the only one. */
  readonly file: OpenFileInfo | undefined;
  readonly settings: Settings;
  readonly capabilities: Capabilities | null;
  readonly isInspectorOpen: boolean;
  readonly changeSettings: (changes: Partial<Settings>) => void;
  readonly toggleInspector: () => void;
  readonly newCollection: (file: OpenFileInfo) => void;
  /** null: there is no file to have one of. */
  readonly newConsole: (() => void) | null;
  readonly choose: () => void;
  readonly openSample: () => void;
  readonly closeFile: (file: string) => void;
  readonly reloadFile: (file: string) => void;
  readonly revealFile: (path: string) => void;
  readonly newWindow: () => void;
  readonly showOverview: (file: OpenFileInfo, isPreview: boolean) => void;
  readonly showPalette: () => void;
  readonly showKeys: () => void;
  readonly focusFilter: () => void;
}

const PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** What the commands of the frame do. */
export function appHandlers(actions: AppActions): CommandHandlers {
  const { settings, changeSettings, dispatch, tabs } = actions;
  return {
    ...fileHandlers(actions),
    ...tabHandlers(actions),
    palette: { run: actions.showPalette },
    settings: { run: () => dispatch({ kind: 'settings', page: null }) },
    keys: { run: actions.showKeys },
    'keys.change': { run: () => dispatch({ kind: 'settings', page: 'keys' }) },
    ...(actions.capabilities?.newWindow === true && { 'window.new': { run: actions.newWindow } }),
    'region.next': { run: () => focusRegion(1) },
    'region.previous': { run: () => focusRegion(-1) },
    'go.back': { isOff: tabs.past.length === 0, run: () => dispatch({ kind: 'back' }) },
    'go.forward': { isOff: tabs.future.length === 0, run: () => dispatch({ kind: 'forward' }) },
    'view.sidebar': {
      isChecked: settings.isSidebarOpen,
      run: () => changeSettings({ isSidebarOpen: !settings.isSidebarOpen }),
    },
    'sidebar.filter': { run: actions.focusFilter },
    'theme.system': choice(settings, changeSettings, 'theme', 'system'),
    'theme.light': choice(settings, changeSettings, 'theme', 'light'),
    'theme.dark': choice(settings, changeSettings, 'theme', 'dark'),
    'density.compact': choice(settings, changeSettings, 'density', 'compact'),
    'density.comfortable': choice(settings, changeSettings, 'density', 'comfortable'),
  };
}

function choice<K extends 'theme' | 'density'>(
  settings: Settings,
  change: (changes: Partial<Settings>) => void,
  key: K,
  value: Settings[K],
): CommandHandler {
  return { isChecked: settings[key] === value, run: () => change({ [key]: value }) };
}

function fileHandlers(actions: AppActions): CommandHandlers {
  const { file, capabilities } = actions;
  const isOff = file === undefined;
  return {
    'file.open': { run: actions.choose },
    'console.new': { isOff: actions.newConsole === null, run: () => actions.newConsole?.() },
    'file.sample': { run: actions.openSample },
    'file.overview': { isOff, run: () => file && actions.showOverview(file, false) },
    'edit.history': {
      isOff,
      run: () => file && actions.dispatch({ kind: 'page', page: 'history', file: file.id }),
    },
    'view.connections': {
      isOff,
      run: () => file && actions.dispatch({ kind: 'page', page: 'connections', file: file.id }),
    },
    'view.plugins': {
      isOff,
      run: () => file && actions.dispatch({ kind: 'page', page: 'plugins', file: file.id }),
    },
    'view.statistics': {
      isOff,
      run: () => file && actions.dispatch({ kind: 'page', page: 'statistics', file: file.id }),
    },
    'file.reload': { isOff, run: () => file && actions.reloadFile(file.id) },
    'file.newCollection': {
      isOff: file === undefined || file.readOnlyReason !== null,
      run: () => file && actions.newCollection(file),
    },
    'file.copyPath': { isOff, run: () => file && void copyText(file.path, 'Path copied') },
    ...(capabilities?.revealInFolder === true && {
      'file.reveal': { isOff, run: () => file && actions.revealFile(file.path) },
    }),
    'file.close': {
      isOff,
      run: () => file && actions.closeFile(file.id),
      ...(file && { label: `Close ${file.name}` }),
    },
  };
}

function tabHandlers({ tabs, dispatch, ...actions }: AppActions): CommandHandlers {
  const tab = activeTab(tabs);
  const table = tab?.kind === 'object' ? tab : undefined;
  const mode = (value: ObjectMode): CommandHandler => ({
    isOff: table === undefined || (value === 'schema' && !hasSchema(table.object)),
    isChecked: table?.mode === value,
    run: () => table && dispatch({ kind: 'mode', id: table.id, mode: value }),
  });
  const numbered = PLACES.map((place): readonly [string, CommandHandler] => [
    `tab.${place}`,
    {
      isOff: tabs.tabs[place - 1] === undefined,
      run: () => dispatch({ kind: 'nth', index: place - 1 }),
    },
  ]);
  return {
    'tab.close': { isOff: tab === undefined, run: () => tab && dispatch({ kind: 'close', id: tab.id }) },
    'tab.closeOthers': {
      isOff: tab === undefined || tabs.tabs.length < 2,
      run: () => tab && dispatch({ kind: 'closeOthers', id: tab.id }),
    },
    'tab.keep': {
      isOff: !isPlace(tab) || !tab.isPreview,
      run: () => tab && dispatch({ kind: 'keep', id: tab.id }),
    },
    'tab.next': { isOff: tabs.tabs.length < 2, run: () => dispatch({ kind: 'step', step: 1 }) },
    'tab.previous': { isOff: tabs.tabs.length < 2, run: () => dispatch({ kind: 'step', step: -1 }) },
    ...Object.fromEntries(numbered),
    'view.rows': mode('rows'),
    'view.schema': mode('schema'),
    'view.structure': mode('structure'),
    'view.inspector': {
      isOff: table === undefined,
      isChecked: actions.isInspectorOpen,
      run: actions.toggleInspector,
    },
  };
}
