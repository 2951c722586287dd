import type { CommandSpec } from '../command-spec.ts';

/** What is done with files. */
export const fileCommands = [
  {
    id: 'file.open',
    label: 'Open a file',
    group: 'Files',
    where: 'everywhere',
    keys: ['Ctrl+O'],
    menu: { menu: 'file', section: 1 },
  },
  {
    id: 'file.sample',
    label: 'Open the sample',
    group: 'Files',
    where: 'everywhere',
    menu: { menu: 'file', section: 1 },
  },
  {
    id: 'file.newCollection',
    label: 'New collection',
    group: 'Files',
    where: 'everywhere',
    menu: { menu: 'file', section: 2 },
    context: [{ place: 'tree-file', section: 1 }],
  },
  {
    id: 'file.overview',
    label: 'Overview of the file',
    group: 'Files',
    where: 'everywhere',
    menu: { menu: 'file', section: 2 },
    context: [{ place: 'tree-file', section: 1 }],
  },
  {
    id: 'file.reload',
    label: 'Read the names again',
    group: 'Files',
    where: 'everywhere',
    menu: { menu: 'file', section: 2 },
    context: [{ place: 'tree-file', section: 1 }],
  },
  {
    id: 'file.copyPath',
    label: 'Copy the path of the file',
    group: 'Files',
    where: 'everywhere',
    menu: { menu: 'file', section: 2 },
    context: [{ place: 'tree-file', section: 1 }],
  },
  {
    id: 'file.reveal',
    label: 'Show the file in its folder',
    group: 'Files',
    where: 'everywhere',
    menu: { menu: 'file', section: 2 },
    context: [{ place: 'tree-file', section: 1 }],
  },
  {
    id: 'file.close',
    label: 'Close the file',
    group: 'Files',
    where: 'everywhere',
    menu: { menu: 'file', section: 4 },
    context: [{ place: 'tree-file', section: 2 }],
  },
] as const satisfies readonly CommandSpec[];
