import type { ColumnRule, EditRules } from '../../../src-preload/contract/edits.ts';
import type { RowsPlan } from '../../operations/plan.ts';
import type { ColumnFacts } from '../catalog/columns.ts';
import { type CollectionFacts, collectionOf } from '../collections/collection-of.ts';
import { fileBySchemaOf } from '../file-of-client.ts';
import type { OpenFile } from '../open-file.ts';
import { describeObject } from '../rows/describe-object.ts';
import { columnSql, type ObjectShape } from '../rows/object-shape.ts';
import { checkOptions } from './check-options.ts';

/** How an object can be edited, with what is needed to do so. */
export interface ObjectRules {
  /** As the file spells it. */
  readonly object: string;
  readonly rules: EditRules;
  /** Reads rows by their keys; null where they have none. */
  readonly plan: RowsPlan | null;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  readonly columnRules: ReadonlyMap<string, ColumnRule>;
  readonly collection: Pick<CollectionFacts, 'idColumn' | 'documentColumn' | 'encoding'> | null;
  /** Columns of the image of a row. */
  readonly storedColumns: readonly string[];
  /** The rows are named by a rowid that VACUUM may change. */
  readonly isKeyImplicit: boolean;
  /** Columns by which a person knows a row that is named by a rowid; empty where its key says it. */
  readonly labelColumns: readonly string[];
  /** Whether edited rows keep an image of all their columns: so that one that others delete can be restored. */
  readonly keepsImage: boolean;
}

const HOLDER = 'Editing rules';
/** Of wider tables an image would cost more than it is worth. */
const MOST_IMAGE_COLUMNS = 200;

/** The rules of an object, found once for each schema of its file. Throws OBJECT_NOT_FOUND or OBJECT_UNREADABLE. */
export async function objectRules(file: OpenFile, object: string): Promise<ObjectRules> {
  const found = await file.cachedBySchema(`edits.rules:${object}`, () => describe(file, object));
  const { readOnlyReason } = file.info;
  if (readOnlyReason === null) return found;
  const reason = `This file is read-only. ${readOnlyReason}`;
  return { ...found, rules: { ...found.rules, reason, insertReason: reason, deleteReason: reason } };
}

/**
 * The same as a client is told them: what is staged goes into the file as it is committed, so nothing is staged for a table
 * that its open transaction has made or whose columns that has changed.
 */
export async function rulesForClient(file: OpenFile, client: number, object: string): Promise<ObjectRules> {
  const seen = fileBySchemaOf(file, client);
  const own = seen === file ? null : await objectRules(seen, object).catch(() => null);
  if (own === null) return await objectRules(file, object);
  const committed = await objectRules(file, object).catch(() => null);
  if (JSON.stringify(committed?.rules.columns) === JSON.stringify(own.rules.columns)) return committed ?? own;
  const what = committed === null ? 'has made this table' : 'has changed the columns of this table';
  const reason = `The open transaction ${what}, and edits are staged for tables as they are in the file. Write them as statements, or commit first.`;
  return { ...own, rules: { ...own.rules, reason, insertReason: reason, deleteReason: reason } };
}

async function describe(file: OpenFile, object: string): Promise<ObjectRules> {
  const shape = await describeObject(file, object, true);
  const { facts, keyKind, keyTerms } = shape;
  const collection = shape.kind === 'collection' ? await collectionOf(file, facts.name) : null;
  const sql = await createSql(file, facts.name);
  const reason = objectReason(shape, sql);
  const options = facts.type === 'table' ? checkOptions(sql) : new Map<string, never[]>();
  const jsonColumns = jsonChecked(sql);
  const columns = facts.columns.map((column) => {
    const isDocument = collection?.documentColumn === column.name;
    return ruleOf(column, {
      isStrict: facts.isStrict,
      isJson: isDocument || jsonColumns.has(column.name.toLowerCase()),
      options: [...(options.get(column.name.toLowerCase()) ?? [])],
      reason: columnReason(column, collection),
    });
  });
  const isKeyImplicit = keyKind === 'rowid' && !facts.columns.some(({ isRowidAlias }) => isRowidAlias);
  const storedColumns = facts.columns
    .filter(({ hiddenKind }) => hiddenKind === 'none')
    .map(({ name }) => name);
  return {
    object: facts.name,
    rules: {
      reason,
      insertReason: reason,
      deleteReason: reason,
      documentColumn: collection?.documentColumn ?? null,
      idColumn: collection?.idColumn ?? null,
      columns,
    },
    plan:
      keyKind === 'position'
        ? null
        : {
            scratch: null,
            from: shape.from,
            where: null,
            order: keyTerms,
            keyTerms: keyTerms.map((_, index) => index),
          },
    columns: new Map(facts.columns.map((column) => [column.name, column])),
    columnRules: new Map(columns.map((rule) => [rule.column, rule])),
    collection,
    storedColumns,
    isKeyImplicit,
    labelColumns: collection !== null ? [collection.idColumn] : isKeyImplicit ? facts.primaryKey : [],
    keepsImage: isKeyImplicit || storedColumns.length <= MOST_IMAGE_COLUMNS,
  };
}

/** A column as it is reached in a plan. */
export { columnSql };

async function createSql(file: OpenFile, object: string): Promise<string> {
  const { rows } = await file.use('reader', { holder: HOLDER }, (connection) =>
    connection.query(`SELECT sql FROM main.sqlite_schema WHERE name = ?1 AND type IN ('table', 'view')`, [
      object,
    ]),
  );
  return typeof rows[0]?.[0] === 'string' ? rows[0][0] : '';
}

function objectReason({ kind, keyKind, facts }: ObjectShape, sql: string): string | null {
  switch (kind) {
    case 'view':
      return 'A view shows rows of other tables. Edit them there.';
    case 'shadow':
      return 'This table is the inside of a virtual table. Edit the virtual table instead.';
    case 'system':
      return facts.name.toLowerCase().startsWith('sqlite_')
        ? 'SQLite keeps this table by itself.'
        : 'Cairn keeps here how the documents of this file are built.';
    case 'virtual':
      return virtualReason(sql);
    default:
  }
  if (keyKind !== 'position') return null;
  return 'Its rows cannot be told apart: columns hide the rowid, and there is no other key without NULL.';
}

/** What SQLite's own modules write through their tables; of others nobody knows. */
function virtualReason(sql: string): string | null {
  const module = /\bUSING\s+["'`[]?(\w+)/iu.exec(sql)?.[1]?.toLowerCase() ?? '';
  if (/^rtree/u.test(module)) return null;
  if (!/^fts[345]$/u.test(module)) {
    return `This virtual table is made by the module ${module === '' ? 'of another program' : module}; Cairn does not know how it writes.`;
  }
  const content = /\bcontent\s*=\s*(?:'([^']*)'|"([^"]*)"|([\w.]+))/iu.exec(sql);
  if (content === null) return null;
  const table = content[1] ?? content[2] ?? content[3] ?? '';
  return table === ''
    ? 'This full-text index does not keep the texts that it was made of.'
    : `This full-text index shows the rows of ${table}. Edit them there.`;
}

/** Columns with `CHECK (json_valid(column...))`, in lower case. */
function jsonChecked(sql: string): ReadonlySet<string> {
  const found = sql.matchAll(/\bjson_valid\s*\(\s*(?:"((?:[^"]|"")*)"|([\p{L}\p{N}_$]+))/giu);
  return new Set(
    [...found].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').toLowerCase()),
  );
}

function columnReason(column: ColumnFacts, collection: ObjectRules['collection']): string | null {
  if (column.hiddenKind === 'virtual' || column.hiddenKind === 'stored') {
    return 'It is computed from other columns.';
  }
  if (column.hiddenKind === 'hidden') return 'It is a part of how the virtual table is searched.';
  if (collection === null) return null;
  if (column.name === collection.idColumn) {
    return 'A document keeps its id. Duplicate the document to give it another.';
  }
  return column.name.toLowerCase() === '_version'
    ? 'Cairn counts it up with every change of the document.'
    : null;
}

function ruleOf(
  column: ColumnFacts,
  about: Pick<ColumnRule, 'isStrict' | 'options' | 'reason'> & { readonly isJson: boolean },
): ColumnRule {
  return {
    column: column.name,
    reason: about.reason,
    editor: editorOf(column, about.options, about.isJson),
    options: about.options,
    isRequired: column.isNotNull,
    isStrict: about.isStrict,
    defaultText: column.defaultSql,
    isGeneratedKey: column.isRowidAlias,
    references: column.references,
  };
}

function editorOf(
  { declaredType, affinity }: ColumnFacts,
  options: ColumnRule['options'],
  isJson: boolean,
): ColumnRule['editor'] {
  if (isJson || /json/iu.test(declaredType)) return 'json';
  const isZeroOne =
    options.length > 0 && options.every((value) => value === 0 || value === 1 || value === null);
  if (/bool/iu.test(declaredType) || (isZeroOne && options.length >= 2)) return 'boolean';
  if (options.length > 0) return 'enum';
  if (/date|time/iu.test(declaredType)) return 'date';
  if (affinity === 'INTEGER') return 'integer';
  if (affinity === 'REAL') return 'real';
  if (affinity === 'NUMERIC') return 'number';
  return /blob/iu.test(declaredType) ? 'blob' : 'text';
}
