import type {
  Structure,
  StructureColumn,
  StructureForeignKey,
  StructureIndex,
  StructureTrigger,
} from '../../../src-preload/contract/index.ts';
import type { CallOptions, Connection } from '../../engine/types.ts';
import { type ColumnFacts, describeColumns, type ObjectFacts } from './columns.ts';
import { indexedTerms } from './ddl-parts.ts';
import { readTrigger } from './ddl-triggers.ts';
import type { ForeignKeyFacts } from './foreign-keys.ts';
import type { IndexFacts } from './indexes.ts';
import { objectKindOf } from './object-kind.ts';

/** What other parts know of the file. */
export interface StructureContext {
  readonly isCollection: boolean;
  /** Every foreign key of the file. */
  readonly foreignKeys: readonly ForeignKeyFacts[];
  /** Bytes of tables and indexes by name, where they are known. */
  readonly bytesByName: ReadonlyMap<string, number>;
}

/** A row of sqlite_schema that belongs to an object or may do so. */
interface SchemaText {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

/** Describes an object in full. Rejects as `describeColumns` does. */
export async function describeStructure(
  connection: Connection,
  object: string,
  { isCollection, foreignKeys, bytesByName }: StructureContext,
  options?: CallOptions,
): Promise<Structure> {
  const facts = await describeColumns(connection, object, options);
  const texts = await schemaTexts(connection, facts.name, options);
  const sqlByName = new Map(texts.map(({ name, sql }) => [name, sql]));
  const triggers = texts.filter(({ type }) => type === 'trigger').map(triggerOf);
  const attached = triggers.filter(({ table }) => sameName(table, facts.name));
  const writing = triggers.filter(
    (trigger) => !attached.includes(trigger) && writesInto(trigger, facts.name),
  );
  const indexes = facts.indexes.map((index) => indexOf(index, facts, sqlByName, bytesByName));
  const missing = await missingTargets(connection, facts.name, foreignKeys, options);
  return {
    name: facts.name,
    kind: objectKindOf(facts.name, facts.type, isCollection),
    isWithoutRowid: facts.isWithoutRowid,
    isStrict: facts.isStrict,
    bytes: sumOf(facts, bytesByName),
    columns: facts.columns.map(columnOf),
    indexes,
    foreignKeys: [
      ...foreignKeys
        .filter((key) => sameName(key.childTable, facts.name))
        .map((key) => keyOf(key, 'out', missing)),
      ...foreignKeys
        .filter((key) => sameName(key.parentTable, facts.name))
        .map((key) => keyOf(key, 'in', missing)),
    ],
    triggers: [...attached, ...writing],
    ddl: ddlOf(facts.name, texts),
  };
}

function columnOf(column: ColumnFacts): StructureColumn {
  return {
    name: column.name,
    declaredType: column.declaredType,
    isNotNull: column.isNotNull,
    defaultSql: column.defaultSql,
    primaryKeyPosition: column.primaryKeyPosition,
    isIndexed: column.isIndexed,
    isUnique: column.isUnique,
    isGenerated: column.hiddenKind === 'virtual' || column.hiddenKind === 'stored',
    isHidden: column.hiddenKind === 'hidden',
    collation: column.collation,
    references: column.references,
  };
}

function indexOf(
  index: IndexFacts,
  { columns }: ObjectFacts,
  sqlByName: ReadonlyMap<string, string>,
  bytesByName: ReadonlyMap<string, number>,
): StructureIndex {
  const sql = sqlByName.get(index.name) ?? null;
  const terms = sql === null ? [] : indexedTerms(sql);
  return {
    name: index.name,
    columns: index.columns.map(({ name, isDescending, collation }, at) => {
      if (name === null) return terms[at] ?? 'expression';
      const own = columns.find((column) => column.name === name)?.collation ?? 'BINARY';
      const collate = collation === null || sameName(collation, own) ? '' : ` COLLATE ${collation}`;
      return `${name}${collate}${isDescending ? ' DESC' : ''}`;
    }),
    isUnique: index.isUnique,
    isPartial: index.isPartial,
    origin: index.origin,
    bytes: bytesByName.get(index.name) ?? null,
    sql,
  };
}

function keyOf(
  key: ForeignKeyFacts,
  direction: 'out' | 'in',
  missing: ReadonlySet<string>,
): StructureForeignKey {
  const isBroken =
    key.parentColumns.length !== key.childColumns.length ||
    key.parentColumns.some((column) => missing.has(targetName(key.parentTable, column)));
  return {
    direction,
    table: direction === 'out' ? key.parentTable : key.childTable,
    from: [...key.childColumns],
    to: [...key.parentColumns],
    onUpdate: key.onUpdate,
    onDelete: key.onDelete,
    isBroken,
  };
}

/** Parent columns named by the keys of a table that do not exist. */
async function missingTargets(
  connection: Connection,
  table: string,
  keys: readonly ForeignKeyFacts[],
  options: CallOptions | undefined,
): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  const mine = keys.filter((key) => sameName(key.childTable, table) || sameName(key.parentTable, table));
  for (const parent of new Set(mine.map((key) => key.parentTable.toLowerCase()))) {
    const { rows } = await connection.query(
      `SELECT lower(name) FROM pragma_table_xinfo(?1, 'main')`,
      [parent],
      options,
    );
    const columns = new Set(rows.map(([name]) => name));
    for (const key of mine) {
      if (key.parentTable.toLowerCase() !== parent) continue;
      for (const column of key.parentColumns) {
        // SQLite's lower() knows ASCII only, as its comparison of names does.
        if (!columns.has(asciiLower(column))) missing.add(targetName(key.parentTable, column));
      }
    }
  }
  return missing;
}

async function schemaTexts(
  connection: Connection,
  table: string,
  options: CallOptions | undefined,
): Promise<readonly SchemaText[]> {
  const { rows } = await connection.query(
    `SELECT type, name, tbl_name, sql FROM main.sqlite_schema
     WHERE typeof(sql) = 'text' AND (tbl_name = ?1 COLLATE NOCASE OR type = 'trigger')
     ORDER BY type = 'trigger', type = 'index', rowid`,
    [table],
    options,
  );
  return rows.map(([type, name, owner, sql]) => ({
    type: String(type),
    name: String(name),
    table: String(owner),
    sql: String(sql),
  }));
}

function triggerOf({ name, table, sql }: SchemaText): StructureTrigger {
  return { name, table, timing: readTrigger(sql, table).timing, sql };
}

function writesInto({ sql, table: owner }: StructureTrigger, table: string): boolean {
  return readTrigger(sql, owner).writesInto.has(table.toLowerCase());
}

/** The object, then its indexes, then the triggers attached to it, each with its semicolon. */
function ddlOf(table: string, texts: readonly SchemaText[]): string {
  return texts
    .filter((text) => sameName(text.table, table))
    .map(({ sql }) => `${sql.trimEnd()};`)
    .join('\n\n');
}

function sumOf({ name, indexes }: ObjectFacts, bytesByName: ReadonlyMap<string, number>): number | null {
  const own = bytesByName.get(name);
  if (own === undefined) return null;
  return indexes.reduce((sum, index) => sum + (bytesByName.get(index.name) ?? 0), own);
}

function targetName(table: string, column: string): string {
  return JSON.stringify([table.toLowerCase(), asciiLower(column)]);
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
