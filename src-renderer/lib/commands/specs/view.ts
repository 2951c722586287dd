import type { CommandSpec } from '../command-spec.ts';

/** What is shown, and how. */
export const viewCommands = [
  {
    id: 'view.rows',
    label: 'Show rows',
    group: 'View',
    where: 'everywhere',
    menu: { menu: 'view', section: 1 },
  },
  {
    id: 'view.structure',
    label: 'Show structure',
    group: 'View',
    where: 'everywhere',
    menu: { menu: 'view', section: 1 },
  },
  {
    id: 'view.sidebar',
    label: 'Sidebar',
    group: 'View',
    where: 'everywhere',
    keys: ['Ctrl+B'],
    menu: { menu: 'view', section: 2 },
  },
  {
    id: 'view.inspector',
    label: 'Inspector',
    group: 'View',
    where: 'everywhere',
    keys: ['Ctrl+J'],
    menu: { menu: 'view', section: 2 },
  },
  {
    id: 'sidebar.filter',
    label: 'Filter the sidebar',
    group: 'View',
    where: 'everywhere',
    keys: ['Ctrl+Shift+F'],
    menu: { menu: 'view', section: 2 },
  },
  {
    id: 'theme.system',
    label: 'Theme: as the system',
    group: 'View',
    where: 'everywhere',
    menu: { menu: 'view', section: 3 },
  },
  {
    id: 'theme.light',
    label: 'Theme: light',
    group: 'View',
    where: 'everywhere',
    menu: { menu: 'view', section: 3 },
  },
  {
    id: 'theme.dark',
    label: 'Theme: dark',
    group: 'View',
    where: 'everywhere',
    menu: { menu: 'view', section: 3 },
  },
  {
    id: 'density.compact',
    label: 'Rows: compact',
    group: 'View',
    where: 'everywhere',
    menu: { menu: 'view', section: 4 },
  },
  {
    id: 'density.comfortable',
    label: 'Rows: comfortable',
    group: 'View',
    where: 'everywhere',
    menu: { menu: 'view', section: 4 },
  },
] as const satisfies readonly CommandSpec[];
