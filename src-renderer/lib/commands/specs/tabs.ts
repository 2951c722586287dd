import type { CommandSpec } from '../command-spec.ts';

const places = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** What is done with tabs. */
export const tabCommands = [
  {
    id: 'tab.close',
    label: 'Close the tab',
    group: 'Tabs',
    where: 'everywhere',
    keys: ['Ctrl+W'],
    browserKeys: ['Alt+W'],
    menu: { menu: 'file', section: 4 },
    context: [{ place: 'tab', section: 1 }],
  },
  {
    id: 'tab.closeOthers',
    label: 'Close the other tabs',
    group: 'Tabs',
    where: 'everywhere',
    context: [{ place: 'tab', section: 1 }],
  },
  {
    id: 'tab.keep',
    label: 'Keep the tab open',
    group: 'Tabs',
    where: 'everywhere',
    context: [{ place: 'tab', section: 1 }],
  },
  {
    id: 'tab.next',
    label: 'Next tab',
    group: 'Tabs',
    where: 'everywhere',
    keys: ['Ctrl+Tab'],
    browserKeys: ['Alt+PageDown'],
    menu: { menu: 'go', section: 4 },
  },
  {
    id: 'tab.previous',
    label: 'Previous tab',
    group: 'Tabs',
    where: 'everywhere',
    keys: ['Ctrl+Shift+Tab'],
    browserKeys: ['Alt+PageUp'],
    menu: { menu: 'go', section: 4 },
  },
  ...places.map(
    (place) =>
      ({
        id: `tab.${place}`,
        label: `Tab ${place}`,
        group: 'Tabs',
        where: 'everywhere',
        keys: [`Ctrl+${place}`],
        browserKeys: [`Alt+${place}`],
        isNotInPalette: true,
      }) as const,
  ),
  {
    id: 'tabs.move',
    label: 'Move between tabs',
    group: 'Tabs',
    where: 'tabs',
    keys: ['Left', 'Right'],
    isFixed: true,
  },
  {
    id: 'tabs.carry',
    label: 'Move the tab',
    group: 'Tabs',
    where: 'tabs',
    keys: ['Ctrl+Shift+Left', 'Ctrl+Shift+Right'],
    isFixed: true,
  },
  {
    id: 'tabs.ends',
    label: 'First, last tab',
    group: 'Tabs',
    where: 'tabs',
    keys: ['Home', 'End'],
    isFixed: true,
  },
  {
    id: 'tabs.delete',
    label: 'Close the tab in the strip',
    group: 'Tabs',
    where: 'tabs',
    keys: ['Delete'],
    isFixed: true,
  },
] as const satisfies readonly CommandSpec[];
