import { join } from 'node:path';
import type { Contract, ParsedInputOf } from '../../../src-preload/contract/index.ts';
import type { StoredCollection, StoredSchema, WantedCollection } from '../../engine/index.ts';
import type { InferAnswer, InferInput } from '../../operations/infer-schema.ts';
import type { SaveInput, SchemaScript, WantedSchema } from '../../operations/save-schema.ts';
import { BridgeError } from '../bridge-error.ts';
import { storedSchemaOf } from '../collections/stored-schema-of.ts';
import { KeptWrites } from '../commits/index.ts';
import type { Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import { aboutRows } from '../rows/describe-object.ts';
import type { Services } from '../services.ts';
import { checkAll } from './check-all.ts';
import { documentColumns } from './document-columns.ts';
import {
  type DocumentTable,
  documentSource,
  documentTable,
  readReason,
  schemaRefused,
} from './document-source.ts';
import { createSchemaDrafts } from './drafts.ts';
import { tryRepair } from './try-repair.ts';

/** What the slice needs of the services. */
export type SchemaServices = Pick<Services, 'openFiles' | 'dataFolder'>;

type Wanted = ParsedInputOf<Contract['schemas']['review']>;

const HOLDER = 'schema';

/** The `schemas` slice: what documents are, what a schema says about all of them, and saving one into the file. */
export function createSchemas(
  { openFiles, dataFolder }: SchemaServices,
  kept = new KeptWrites(dataFolder),
): Handlers<'schemas'> {
  const drafts = createSchemaDrafts(join(dataFolder, 'schema-drafts.json'));
  return {
    async describe({ file: id, object, column: asked }, { signal }) {
      const file = openFiles.get(id);
      const table = await documentTable(file, object);
      const columns = await documentColumns(file, table, { signal });
      const column = columns.find((name) => name === asked) ?? columns[0] ?? null;
      const stored = await storedOf(file, table, column);
      return {
        column,
        stored: stored === null ? null : shown(stored),
        draft: await drafts.get(file.info.path, table.name),
        isCollection: table.collection !== null,
        columns,
        readReason: readReason(table),
        saveReason: saveReason(file, table),
      };
    },
    async *infer({ file: id, object, column }, { signal }) {
      const file = openFiles.get(id);
      const table = await documentTable(file, object);
      const input: InferInput = { ...documentSource(table, column), table: table.name };
      const about = await aboutDocuments(file, table, signal);
      const begun = performance.now();
      const answers = file.useStream('worker', { holder: 'Inferring a schema', signal }, (connection) =>
        connection.callStream('inferSchema', input, { signal }),
      );
      for await (const answer of answers) {
        // What the operation yields.
        yield { ...(answer as InferAnswer), about, seconds: (performance.now() - begun) / 1000 };
      }
    },
    async *check({ file: id, object, column, schema }, { signal }) {
      const file = openFiles.get(id);
      const table = await documentTable(file, object);
      const source = documentSource(table, column);
      const stored = await storedOf(file, table, column);
      const about = await aboutDocuments(file, table, signal);
      yield* checkAll(file, { source, stored: schemaToCheck(table.name, stored, schema), about }, signal);
    },
    async tryRepair({ file: id, object, column, schema, repairs }, { signal }) {
      const file = openFiles.get(id);
      const table = await documentTable(file, object);
      const stored = schemaToCheck(table.name, await storedOf(file, table, column), schema);
      return tryRepair(file, { table, column, stored, repairs }, signal);
    },
    async review(input, { signal }) {
      const file = openFiles.get(input.file);
      const { table, wanted } = await wantedOf(file, input);
      const { lines, version } = (await file.use('reader', { holder: HOLDER, signal }, (connection) =>
        connection.call('reviewSchema', wanted, { signal }),
      )) as SchemaScript; // What the operation gives.
      return { statements: lines.map((line) => ({ ...line })), version, isNew: table === null };
    },
    async save({ reviewed, ...input }, { signal }) {
      const file = openFiles.get(input.file);
      const { wanted } = await wantedOf(file, input);
      await kept.copiesOf(file).ensure();
      const request: SaveInput = { wanted, reviewed };
      const saved = (await file.write({ holder: 'Saving a schema', signal }, (connection) =>
        connection.call('saveSchema', request, { signal }),
      )) as { readonly version: number } | null; // What the operation gives.
      if (saved === null) {
        throw new BridgeError('SCRIPT_CHANGED', 'The file has changed since the script was shown.', {
          hint: 'Review the script again: it is another one now.',
        });
      }
      await kept.noteSchema(file, input.object);
      await drafts.set(file.info.path, input.object, null);
      return { version: saved.version };
    },
    async keepDraft({ file, object, draft }) {
      await drafts.set(openFiles.get(file).info.path, object, draft);
      return null;
    },
  };
}

/** What the file keeps about the documents of a column; null where it keeps nothing that can be read. */
async function storedOf(
  file: OpenFile,
  { name, collection }: DocumentTable,
  column: string | null,
): Promise<StoredCollection | null> {
  const isCollection = collection !== null && (column === null || column === collection.documentColumn);
  if (!isCollection && column === null) return null;
  return storedSchemaOf(file, name, isCollection ? null : column);
}

function shown({ name, version, primaryKey, schema, constrainedFields }: StoredCollection) {
  return {
    name,
    version,
    primaryKey,
    schema: JSON.stringify(schema),
    fields: constrainedFields.map(({ path, unique, index, foreignKey, column }) => ({
      ...{ path: [...path], unique, index, column },
      foreignKey: foreignKey === undefined ? null : `${foreignKey.table}.${foreignKey.column}`,
    })),
  };
}

function saveReason(file: OpenFile, { shape }: DocumentTable): string | null {
  if (shape.kind !== 'table' && shape.kind !== 'collection')
    return 'A file keeps schemas for the documents of its tables only.';
  return file.info.readOnlyReason === null ? null : `This file is read-only. ${file.info.readOnlyReason}`;
}

async function aboutDocuments(
  file: OpenFile,
  { shape }: DocumentTable,
  signal: AbortSignal,
): Promise<number | null> {
  const { value } = await aboutRows(file, shape.facts, { signal });
  return value === null ? null : Number(value);
}

/** The stored schema, or another one under its name. Throws SCHEMA_REFUSED. */
function schemaToCheck(name: string, stored: StoredCollection | null, text: string | null): StoredCollection {
  if (text === null) {
    if (stored === null) throw schemaRefused(`The file keeps no schema for “${name}”. Infer one first.`);
    return { ...stored, constrainedFields: [], constraints: [] };
  }
  const primaryKey = stored?.primaryKey ?? '_id';
  return { name, version: 1, primaryKey, schema: parsed(text), constrainedFields: [], constraints: [] };
}

function parsed(text: string): StoredSchema {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as StoredSchema;
  } catch (error) {
    throw schemaRefused('The schema is not JSON.', error);
  }
  throw schemaRefused('The schema is not a JSON object.');
}

/** What is to be stored, and the table for it; null: it is made. Throws FILE_READ_ONLY, SCHEMA_REFUSED, COLUMN_NOT_FOUND. */
async function wantedOf(
  file: OpenFile,
  wish: Wanted,
): Promise<{ readonly table: DocumentTable | null; readonly wanted: WantedSchema }> {
  const { readOnlyReason } = file.info;
  if (readOnlyReason !== null) {
    throw new BridgeError('FILE_READ_ONLY', `This file is read-only. ${readOnlyReason}`);
  }
  if (await isUnknown(file, wish.object)) return { table: null, wanted: wantedCollection(wish) };
  const table = await documentTable(file, wish.object);
  const reason = saveReason(file, table);
  if (reason !== null) throw schemaRefused(reason);
  if (table.collection !== null) return { table, wanted: wantedCollection(wish) };
  return { table, wanted: wantedColumn(table, wish) };
}

function wantedColumn({ name, shape }: DocumentTable, { column, schema, fields }: Wanted): WantedSchema {
  if (column === null) throw schemaRefused(`“${name}” is no collection, so a column must be named.`);
  if (!shape.facts.columns.some((one) => one.name === column)) {
    throw new BridgeError('COLUMN_NOT_FOUND', `“${name}” has no column “${column}” any more.`, {
      hint: 'Its structure has changed. Open the schema again.',
    });
  }
  if (fields.some(({ unique, index, foreignKey }) => unique || index || foreignKey !== null)) {
    throw schemaRefused(
      `Fields that are unique, indexed or foreign keys need a column of their own, which only collections have. Leave these marks out for “${name}”.`,
    );
  }
  return { table: name, column, schema: parsed(schema) };
}

async function isUnknown(file: OpenFile, object: string): Promise<boolean> {
  const { rows } = await file.use('reader', { holder: HOLDER }, (connection) =>
    connection.query(
      `SELECT 1 FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view')`,
      [object],
    ),
  );
  return rows.length === 0;
}

function wantedCollection({ object, schema, primaryKey, fields }: Wanted): WantedCollection {
  return {
    name: object,
    schema: parsed(schema),
    primaryKey: primaryKey ?? undefined,
    fields: Object.fromEntries(
      fields.map(({ path, unique, index, foreignKey }) => [
        path.join('.'),
        { unique, index, ...(foreignKey !== null && { foreignKey }) },
      ]),
    ),
  };
}
