import type { CommandSpec } from '../command-spec.ts';

/** What is done with the transaction of a file. */
export const transactionCommands = [
  {
    id: 'transaction.begin',
    label: 'Begin a transaction',
    group: 'Transaction',
    where: 'everywhere',
    menu: { menu: 'edit', section: 6 },
  },
  {
    id: 'transaction.savepoint',
    label: 'Add a savepoint',
    group: 'Transaction',
    where: 'everywhere',
    keys: ['Ctrl+Shift+S'],
    menu: { menu: 'edit', section: 6 },
  },
  {
    id: 'transaction.commit',
    label: 'Commit the transaction',
    group: 'Transaction',
    where: 'console',
    keys: ['Ctrl+S'],
    menu: { menu: 'edit', section: 6 },
  },
  {
    id: 'transaction.rollBack',
    label: 'Roll back the transaction',
    group: 'Transaction',
    where: 'everywhere',
    menu: { menu: 'edit', section: 6 },
  },
  {
    id: 'transaction.applyStaged',
    label: 'Apply staged changes into the transaction',
    group: 'Transaction',
    where: 'everywhere',
    menu: { menu: 'edit', section: 6 },
  },
  {
    id: 'transaction.dryRun',
    label: 'Dry run',
    group: 'Transaction',
    where: 'console',
    keys: ['Ctrl+Alt+Enter'],
    menu: { menu: 'edit', section: 6 },
  },
] as const satisfies readonly CommandSpec[];
