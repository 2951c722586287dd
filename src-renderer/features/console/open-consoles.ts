import type { Client } from '../../../src-preload/client.ts';
import { ConsoleText } from './console-text.ts';
import { ConsoleRuns } from './runs/console-runs.ts';

/** What is held of a console as long as its tab is there, drawn or not. */
export interface OpenConsole {
  readonly text: ConsoleText;
  readonly runs: ConsoleRuns;
}

const byClient = new WeakMap<Client, Map<string, OpenConsole>>();

/** The console of a tab; the same one each time. */
export function openConsole(client: Client, file: string, console: string): OpenConsole {
  const consoles = byClient.get(client) ?? new Map<string, OpenConsole>();
  byClient.set(client, consoles);
  const key = keyOf(file, console);
  const known = consoles.get(key);
  if (known !== undefined) return known;
  const made = {
    text: new ConsoleText(client, file, console),
    runs: new ConsoleRuns(client, file, console),
  };
  consoles.set(key, made);
  return made;
}

/** Lets go of the consoles whose tabs are closed: what runs is stopped, the text is kept. */
export function closeConsoles(
  client: Client,
  open: readonly { readonly file: string; readonly console: string }[],
): void {
  const consoles = byClient.get(client);
  if (consoles === undefined) return;
  const kept = new Set(open.map(({ file, console }) => keyOf(file, console)));
  for (const [key, { text, runs }] of [...consoles]) {
    if (kept.has(key)) continue;
    consoles.delete(key);
    runs.stop();
    text.release();
  }
}

function keyOf(file: string, console: string): string {
  return `${file} ${console}`;
}
