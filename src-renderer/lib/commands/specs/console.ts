import type { CommandSpec } from '../command-spec.ts';

/** What is done in a console. */
export const consoleCommands = [
  {
    id: 'console.new',
    label: 'New console',
    group: 'Console',
    where: 'everywhere',
    keys: ['Ctrl+T'],
    browserKeys: ['Alt+T'],
    menu: { menu: 'file', section: 1 },
    context: [{ place: 'tree-file', section: 1 }],
  },
  {
    id: 'console.run',
    label: 'Run the statement or the selection',
    group: 'Console',
    where: 'console',
    keys: ['Ctrl+Enter'],
  },
  {
    id: 'console.runAll',
    label: 'Run all statements',
    group: 'Console',
    where: 'console',
    keys: ['Ctrl+Shift+Enter'],
  },
  {
    id: 'console.explain',
    label: 'Explain the statement',
    group: 'Console',
    where: 'console',
    keys: ['Ctrl+Shift+E'],
  },
  { id: 'console.format', label: 'Format the text', group: 'Console', where: 'console' },
  {
    id: 'console.find',
    label: 'Find in the text',
    group: 'Console',
    where: 'console',
    keys: ['Ctrl+F'],
  },
  { id: 'console.history', label: 'Statement history', group: 'Console', where: 'console' },
  {
    id: 'console.stop',
    label: 'Stop what runs',
    group: 'Console',
    where: 'console',
    keys: ['Escape'],
    isFixed: true,
  },
  {
    id: 'console.comment',
    label: 'Comment the lines',
    group: 'Console',
    where: 'console',
    keys: ['Ctrl+/'],
    isFixed: true,
  },
  { id: 'console.rename', label: 'Rename the console…', group: 'Console', where: 'console' },
  { id: 'console.remove', label: 'Remove the console…', group: 'Console', where: 'console' },
] as const satisfies readonly CommandSpec[];
