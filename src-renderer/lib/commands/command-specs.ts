import type { CommandSpec } from './command-spec.ts';
import { columnCommands } from './specs/columns.ts';
import { consoleCommands } from './specs/console.ts';
import { editCommands } from './specs/edits.ts';
import { fileCommands } from './specs/files.ts';
import { generalCommands } from './specs/general.ts';
import { gridCommands } from './specs/grid.ts';
import { tabCommands } from './specs/tabs.ts';
import { transactionCommands } from './specs/transactions.ts';
import { treeCommands } from './specs/tree.ts';
import { viewCommands } from './specs/view.ts';

const declared = [
  ...generalCommands,
  ...fileCommands,
  ...tabCommands,
  ...viewCommands,
  ...gridCommands,
  ...editCommands,
  ...consoleCommands,
  ...transactionCommands,
  ...columnCommands,
  ...treeCommands,
] as const;

/** The id of a command. */
export type CommandId = (typeof declared)[number]['id'];

/** A declared command: its id is known to be one. */
export type DeclaredCommand = CommandSpec & { readonly id: CommandId };

/** Every command, in the order in which they are listed: what keys, menus, palette, key help and settings read. */
export const commandSpecs: readonly DeclaredCommand[] = declared;

const byId: ReadonlyMap<string, DeclaredCommand> = new Map(commandSpecs.map((spec) => [spec.id, spec]));

/** The command with this id. */
export function commandSpec(id: CommandId): DeclaredCommand {
  const spec = byId.get(id);
  if (spec === undefined) throw new Error(`There is no command ${id}.`);
  return spec;
}

/** Whether a word from outside is the id of a command. */
export function isCommandId(id: string): id is CommandId {
  return byId.has(id);
}
