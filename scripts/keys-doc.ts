/** Prints docs/keys.md from the declared commands: `node scripts/keys-doc.ts --write`. */
import { writeFileSync } from 'node:fs';
import type { CommandGroup } from '../src-renderer/lib/commands/command-spec.ts';
import { commandSpecs, type DeclaredCommand } from '../src-renderer/lib/commands/command-specs.ts';
import { keyMap } from '../src-renderer/lib/commands/key-map.ts';
import { splitKeys } from '../src-renderer/lib/split-keys.ts';

/** Keys that a browser keeps for itself, as `src-main/loopback/shell-handlers.ts` tells the page. */
const RESERVED = ['Ctrl+T', 'Ctrl+N', 'Ctrl+W', 'Ctrl+Shift+T', 'Ctrl+Shift+N', 'Ctrl+Tab', 'Ctrl+Shift+Tab'];

const HEAD = `# Keys

Every command of Cairn with its keys before anybody changes them: on Linux and Windows, on macOS, and in the browser
shell where the browser keeps a key for itself. They can be changed under Settings, Keys; a key means one thing in
each place, and the place nearest to the focus is asked first. "fixed" keys belong to a part of the window and stay.

Made from the commands by \`npm run docs\`.
`;

/** The text of docs/keys.md. */
export function keysDoc(): string {
  const maps = {
    desktop: keyMap(commandSpecs, { isApple: false, reserved: [], changes: {} }),
    apple: keyMap(commandSpecs, { isApple: true, reserved: [], changes: {} }),
    browser: keyMap(commandSpecs, { isApple: false, reserved: RESERVED, changes: {} }),
  };
  const groups = new Map<CommandGroup, DeclaredCommand[]>();
  for (const spec of commandSpecs) groups.set(spec.group, [...(groups.get(spec.group) ?? []), spec]);
  const parts = [...groups].map(([group, specs]) => {
    const lines = specs.map(({ id, label, where, isFixed }) => {
      const desktop = shown(maps.desktop.keysOf(id), false);
      const browser = shown(maps.browser.keysOf(id), false);
      const cells = [
        label,
        desktop,
        shown(maps.apple.keysOf(id), true),
        browser === desktop ? '' : browser,
        isFixed === true ? `${where}, fixed` : where,
        `\`${id}\``,
      ];
      return `| ${cells.join(' | ')} |`;
    });
    const head = '| Command | Key | macOS | Browser | Where | Id |\n|---|---|---|---|---|---|';
    return `## ${group}\n\n${head}\n${lines.join('\n')}\n`;
  });
  return [HEAD, ...parts].join('\n');
}

function shown(keys: readonly string[], apple: boolean): string {
  return keys.map((chord) => splitKeys(chord, apple).join(' ')).join(', ');
}

if (process.argv.includes('--write')) {
  writeFileSync(new URL('../docs/keys.md', import.meta.url), keysDoc());
}
