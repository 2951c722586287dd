import type { Dispatch } from 'react';
import type { Settings } from '../../src-preload/contract/preferences.ts';
import type { Command } from './commands.ts';
import { focusRegion } from './regions.ts';
import { isPlace } from './tab.ts';
import { activeTab, type TabsAction, type TabsState } from './tabs-state.ts';

export interface CommandContext {
  readonly tabs: TabsState;
  readonly dispatch: Dispatch<TabsAction>;
  readonly settings: Settings;
  readonly changeSettings: (changes: Partial<Settings>) => void;
  readonly toggleInspector: () => void;
  readonly choose: () => void;
  readonly openSample: () => void;
  readonly closeFile: (file: string) => void;
  readonly showOverview: (file: string) => void;
  readonly showPalette: () => void;
  readonly showKeys: () => void;
  readonly focusFilter: () => void;
}

/** Every command of the frame with its keys; the grid has keys of its own. */
export function appCommands(context: CommandContext): readonly Command[] {
  const { tabs, dispatch, settings, changeSettings } = context;
  const tab = activeTab(tabs);
  const hasNoTab = tab === undefined;
  const hasNoTable = tab?.kind !== 'object';
  return [
    { id: 'palette', label: 'Search and commands', keys: 'Ctrl+K', run: context.showPalette },
    { id: 'file.open', label: 'Open a file', keys: 'Ctrl+O', run: context.choose },
    { id: 'file.sample', label: 'Open the sample', run: context.openSample },
    {
      id: 'file.close',
      label: 'Close the file of this tab',
      isOff: !isPlace(tab),
      run: () => isPlace(tab) && context.closeFile(tab.file),
    },
    {
      id: 'file.overview',
      label: 'Show the overview of the file',
      isOff: !isPlace(tab),
      run: () => isPlace(tab) && context.showOverview(tab.file),
    },
    {
      id: 'tab.close',
      label: 'Close the tab',
      keys: 'Ctrl+W',
      browserKeys: 'Alt+W',
      isOff: hasNoTab,
      run: () => tab && dispatch({ kind: 'close', id: tab.id }),
    },
    {
      id: 'tab.next',
      label: 'Next tab',
      keys: 'Ctrl+Tab',
      browserKeys: 'Alt+PageDown',
      isOff: hasNoTab,
      run: () => dispatch({ kind: 'step', step: 1 }),
    },
    {
      id: 'tab.previous',
      label: 'Previous tab',
      keys: 'Ctrl+Shift+Tab',
      browserKeys: 'Alt+PageUp',
      isOff: hasNoTab,
      run: () => dispatch({ kind: 'step', step: -1 }),
    },
    ...Array.from(
      { length: 9 },
      (_, index): Command => ({
        id: `tab.${index + 1}`,
        label: `Tab ${index + 1}`,
        keys: `Ctrl+${index + 1}`,
        browserKeys: `Alt+${index + 1}`,
        isOff: tabs.tabs[index] === undefined,
        run: () => dispatch({ kind: 'nth', index }),
      }),
    ),
    {
      id: 'tab.rows',
      label: 'Show rows',
      isOff: hasNoTable,
      run: () => tab && dispatch({ kind: 'mode', id: tab.id, mode: 'rows' }),
    },
    {
      id: 'tab.structure',
      label: 'Show structure',
      isOff: hasNoTable,
      run: () => tab && dispatch({ kind: 'mode', id: tab.id, mode: 'structure' }),
    },
    {
      id: 'go.back',
      label: 'Back',
      keys: 'Alt+Left',
      isOff: tabs.past.length === 0,
      run: () => dispatch({ kind: 'back' }),
    },
    {
      id: 'go.forward',
      label: 'Forward',
      keys: 'Alt+Right',
      isOff: tabs.future.length === 0,
      run: () => dispatch({ kind: 'forward' }),
    },
    { id: 'region.next', label: 'Next region', keys: 'F6', run: () => focusRegion(1) },
    { id: 'region.previous', label: 'Previous region', keys: 'Shift+F6', run: () => focusRegion(-1) },
    {
      id: 'view.sidebar',
      label: settings.isSidebarOpen ? 'Hide the sidebar' : 'Show the sidebar',
      keys: 'Ctrl+B',
      run: () => changeSettings({ isSidebarOpen: !settings.isSidebarOpen }),
    },
    {
      id: 'view.inspector',
      label: 'Show or hide the inspector',
      keys: 'Ctrl+J',
      isOff: hasNoTable,
      run: context.toggleInspector,
    },
    { id: 'sidebar.filter', label: 'Filter the sidebar', keys: 'Ctrl+Shift+F', run: context.focusFilter },
    { id: 'theme.system', label: 'Theme: as the system', run: () => changeSettings({ theme: 'system' }) },
    { id: 'theme.light', label: 'Theme: light', run: () => changeSettings({ theme: 'light' }) },
    { id: 'theme.dark', label: 'Theme: dark', run: () => changeSettings({ theme: 'dark' }) },
    {
      id: 'density',
      label: settings.density === 'compact' ? 'Rows: comfortable' : 'Rows: compact',
      run: () => changeSettings({ density: settings.density === 'compact' ? 'comfortable' : 'compact' }),
    },
    { id: 'keys', label: 'All keys', keys: 'Ctrl+/', run: context.showKeys },
  ];
}
