import type { CatalogObject, SearchedColumns } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo, RecentFile } from '../../src-preload/contract/files.ts';
import type { FoundStatement } from '../../src-preload/contract/queries.ts';
import { type Catalogs, objectsOf } from '../features/catalog/catalog-state.ts';
import type { Commands } from '../lib/commands/command-context.tsx';
import { type CommandId, commandSpecs } from '../lib/commands/command-specs.ts';
import { clockMinute, relativeTime } from '../lib/relative-time.ts';

const DAY = 86_400_000;

/** What an entry of the palette stands for. */
export type PaletteTarget =
  | { readonly kind: 'object'; readonly file: OpenFileInfo; readonly object: CatalogObject }
  | {
      readonly kind: 'column';
      readonly file: OpenFileInfo;
      readonly object: CatalogObject;
      readonly column: string;
      readonly isPrimaryKey: boolean;
      readonly isReference: boolean;
    }
  | { readonly kind: 'command'; readonly id: CommandId; readonly argument?: string }
  | { readonly kind: 'file'; readonly file: OpenFileInfo }
  | { readonly kind: 'recent'; readonly path: string }
  | { readonly kind: 'statement'; readonly file: OpenFileInfo; readonly sql: string };

/** A line that the palette can find. */
export interface PaletteEntry {
  readonly id: string;
  readonly target: PaletteTarget;
  readonly label: string;
  /** Where the name that is searched begins in the label: behind the table, for a column. */
  readonly nameAt: number;
  readonly note: string;
  readonly keys: readonly string[];
  /** The label in lower case: made once, searched at every key. */
  readonly lower: string;
}

export interface PaletteSources {
  readonly files: readonly OpenFileInfo[];
  readonly catalogs: Catalogs;
  readonly columns: ReadonlyMap<string, SearchedColumns>;
  readonly recents: readonly RecentFile[];
  /** Rows of an object, where they are known. */
  readonly countOf: (file: string, object: string) => string | null;
}

/** Tables, columns and files by name, in the order in which they are listed without a text. */
export function nameEntries(sources: PaletteSources): readonly PaletteEntry[] {
  const { files, catalogs, columns, recents, countOf } = sources;
  const entries: PaletteEntry[] = [];
  for (const file of files) {
    const objects = objectsOf(catalogs, file.id).filter(({ kind }) => kind !== 'shadow' && kind !== 'system');
    const byName = new Map(objects.map((object) => [object.name, object]));
    for (const object of objects) {
      const count = countOf(file.id, object.name);
      const note = count === null ? file.name : `${count} · ${file.name}`;
      entries.push(
        entry(`object ${file.id} ${object.name}`, { kind: 'object', file, object }, object.name, note),
      );
    }
    for (const { object: name, columns: own } of columns.get(file.id)?.objects ?? []) {
      const object = byName.get(name);
      if (object === undefined) continue;
      for (const { name: column, declaredType, isPrimaryKey, isReference } of own) {
        const badge = isPrimaryKey ? 'PK' : isReference ? 'FK' : '';
        entries.push(
          entry(
            `column ${file.id} ${name} ${column}`,
            { kind: 'column', file, object, column, isPrimaryKey, isReference },
            `${name}.${column}`,
            [declaredType, badge].filter((word) => word !== '').join(' '),
            name.length + 1,
          ),
        );
      }
    }
  }
  for (const file of files)
    entries.push(entry(`file ${file.id}`, { kind: 'file', file }, file.name, file.path));
  for (const { path, name, exists } of recents) {
    if (!exists || files.some((file) => file.path === path)) continue;
    entries.push(entry(`recent ${path}`, { kind: 'recent', path }, name, path));
  }
  return entries;
}

/** A statement that was run on an open file. */
export interface RecentStatement {
  readonly file: OpenFileInfo;
  readonly found: FoundStatement;
}

/** What stands before a match in a statement that is longer than its line. */
const MOST_BEFORE = 40;
const MOST_LINE = 300;

/** The statements in which a text occurs, each in one line that shows where; the newest first. */
export function statementEntries(
  statements: readonly RecentStatement[],
  text: string,
  now: number,
): readonly PaletteEntry[] {
  const wanted = text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const hasSeveral = new Set(statements.map(({ file }) => file.id)).size > 1;
  return statements.flatMap(({ file, found: { id, at, sql } }) => {
    const line = sql.replaceAll(/\s+/g, ' ').trim();
    const place = line.toLowerCase().indexOf(wanted);
    if (place < 0) return [];
    const from = place + wanted.length > 2 * MOST_BEFORE ? place - MOST_BEFORE : 0;
    const label = `${from > 0 ? '… ' : ''}${line.slice(from, from + MOST_LINE)}`;
    const time = now - at < DAY ? clockMinute(at) : relativeTime(at, now);
    const note = hasSeveral ? `${time} · ${file.name}` : time;
    return [entry(`statement ${file.id} ${id}`, { kind: 'statement', file, sql }, label, note)];
  });
}

/** The commands that can be done now. */
export function commandEntries({ center, keys }: Commands): readonly PaletteEntry[] {
  return commandSpecs.flatMap((spec) => {
    const handler = center.find(spec.id);
    if (spec.isNotInPalette === true || spec.isFixed === true) return [];
    if (handler === undefined || handler.isOff === true) return [];
    const label = handler.label ?? spec.label;
    return [
      {
        ...entry(spec.id, { kind: 'command', id: spec.id }, label, ''),
        keys: keys.keysOf(spec.id).slice(0, 1),
      },
    ];
  });
}

/** What `#` and a number go to in the table that is shown; nothing where none is shown. */
export function rowEntries(text: string, { center }: Commands): readonly PaletteEntry[] {
  const number = /^#\s*(-?\d{1,19})$/.exec(text.trim())?.[1];
  const handler = center.find('table.goToRow');
  if (number === undefined || handler === undefined || handler.isOff === true) return [];
  const go = (argument: string, label: string, note: string) =>
    entry(`row ${argument}`, { kind: 'command', id: 'table.goToRow', argument }, label, note);
  const id = go(`id ${number}`, `Row id ${number}`, 'by its key');
  return number.startsWith('-') || number === '0'
    ? [id]
    : [go(number, `Row ${number}`, 'in the order that is shown'), id];
}

function entry(id: string, target: PaletteTarget, label: string, note: string, nameAt = 0): PaletteEntry {
  return { id, target, label, nameAt, note, keys: [], lower: label.toLowerCase() };
}
