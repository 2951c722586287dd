import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { type Catalogs, objectsOf } from '../features/catalog/catalog-state.ts';
import type { Command } from './commands.ts';

interface Found {
  readonly id: string;
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** One line of the palette; the part of the name that matches is told apart. */
export type PaletteItem =
  | (Found & { readonly kind: 'file'; readonly file: OpenFileInfo })
  | (Found & { readonly kind: 'object'; readonly file: OpenFileInfo; readonly object: CatalogObject })
  | (Found & { readonly kind: 'command'; readonly command: Command });

const MAX_OBJECTS = 50;

/** What the palette finds: files, objects, then commands; names that begin with the text come first. */
export function paletteItems(
  text: string,
  files: readonly OpenFileInfo[],
  catalogs: Catalogs,
  commands: readonly Command[],
): readonly PaletteItem[] {
  const isCommandsOnly = text.startsWith('>');
  const wanted = (isCommandsOnly ? text.slice(1) : text).trim();
  const found: PaletteItem[] = [];
  if (!isCommandsOnly) {
    // Without a text the objects are what is looked for; a file is found by its name.
    for (const file of wanted === '' ? [] : files) {
      const place = find(file.name, wanted);
      if (place !== null) found.push({ kind: 'file', id: file.id, file, ...place });
    }
    const objects = files.flatMap((file) =>
      objectsOf(catalogs, file.id).flatMap((object) => {
        const place = find(object.name, wanted);
        if (place === null || object.kind === 'shadow' || object.kind === 'system') return [];
        const id = `${file.id}/${object.name}`;
        return [{ kind: 'object' as const, id, file, object, ...place }];
      }),
    );
    objects.sort((one, other) => Number(one.before !== '') - Number(other.before !== ''));
    found.push(...objects.slice(0, MAX_OBJECTS));
  }
  for (const command of commands) {
    const place = find(command.label, wanted);
    // Tabs by number are for the keyboard; here they would only be in the way.
    if (place === null || command.isOff || /^tab\.\d$/.test(command.id)) continue;
    found.push({ kind: 'command', id: command.id, command, ...place });
  }
  return found;
}

function find(name: string, wanted: string): Omit<Found, 'id'> | null {
  const index = name.toLocaleLowerCase().indexOf(wanted.toLocaleLowerCase());
  if (index < 0) return null;
  const end = index + wanted.length;
  return { before: name.slice(0, index), match: name.slice(index, end), after: name.slice(end) };
}
