import type { ObjectKind, RowColumn } from '../../../src-preload/contract/index.ts';
import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import type { OrderTerm } from '../../operations/plan.ts';
import type { ColumnFacts, ObjectFacts } from '../catalog/columns.ts';
import { objectKindOf } from '../catalog/object-kind.ts';
import type { ViewColumn } from './view.ts';

/** A collection as far as a view needs it. */
export interface DocumentShape {
  readonly idColumn: string;
  readonly documentColumn: string;
  readonly fields: readonly { readonly path: readonly string[]; readonly types: readonly string[] }[];
}

/** How the rows of an object are named and read, before any sort or filter. */
export interface ObjectShape {
  readonly kind: ObjectKind;
  /** What stands after FROM; every column is reached as `t."..."`. */
  readonly from: string;
  readonly columns: readonly ViewColumn[];
  readonly facts: ObjectFacts;
  /** The column with the documents of a collection that is shown by their fields. */
  readonly documentColumn: string | null;
  readonly keyKind: 'rowid' | 'primary-key' | 'unique' | 'position';
  readonly keyColumns: readonly string[];
  /** The order by key, up; empty for `position`. */
  readonly keyTerms: readonly OrderTerm[];
  /** Whether reading in the order of the key is a walk along a b-tree. */
  readonly isSeekable: boolean;
}

/** Describes how an object is read. `documents` set: a collection, shown by the fields of its documents. */
export function shapeOf(
  facts: ObjectFacts,
  isCollection: boolean,
  documents: DocumentShape | null,
  isFullText: boolean,
): ObjectShape {
  const key = keyOf(facts);
  return {
    kind: objectKindOf(facts.name, facts.type, isCollection),
    from: `main.${quoteIdentifier(facts.name)} AS t`,
    columns: documents === null ? facts.columns.map(storedColumn) : documentColumns(facts, documents),
    facts,
    documentColumn: documents?.documentColumn ?? null,
    isSeekable: facts.type === 'table' || facts.type === 'shadow' || isFullText,
    ...key,
  };
}

/** The SQL of a column. */
export function columnSql(name: string): string {
  return `t.${quoteIdentifier(name)}`;
}

/** A column as a term of an order. */
export function termOf(
  column: Pick<ColumnFacts, 'name' | 'affinity' | 'collation' | 'isNotNull'>,
  direction: 'up' | 'down' = 'up',
): OrderTerm {
  return {
    sql: columnSql(column.name),
    direction,
    collation: column.collation ?? 'BINARY',
    isNullable: !column.isNotNull,
    floor: column.affinity === 'TEXT' ? "''" : '-9e999',
  };
}

function keyOf(facts: ObjectFacts): Pick<ObjectShape, 'keyKind' | 'keyColumns' | 'keyTerms'> {
  if (facts.rowidName !== null) {
    const alias = facts.columns.find((column) => column.isRowidAlias);
    const term: OrderTerm = {
      sql: `t.${facts.rowidName}`,
      direction: 'up',
      collation: 'BINARY',
      isNullable: false,
      floor: '-9e999',
    };
    return { keyKind: 'rowid', keyColumns: [alias?.name ?? facts.rowidName], keyTerms: [term] };
  }
  const alias = facts.columns.find((column) => column.isRowidAlias);
  if (alias !== undefined) return { keyKind: 'rowid', keyColumns: [alias.name], keyTerms: [termOf(alias)] };
  if (facts.type === 'table' || facts.type === 'shadow') {
    const primary = columnsNamed(facts, facts.primaryKey);
    if (primary !== null) {
      return {
        keyKind: 'primary-key',
        keyColumns: facts.primaryKey,
        keyTerms: primary.map((c) => termOf(c)),
      };
    }
    for (const index of facts.indexes) {
      if (!index.isUnique || index.isPartial) continue;
      const names = index.columns.map(({ name }) => name);
      if (!names.every((name) => name !== null)) continue;
      const columns = columnsNamed(facts, names);
      if (columns === null) continue;
      return { keyKind: 'unique', keyColumns: names, keyTerms: columns.map((c) => termOf(c)) };
    }
  }
  return { keyKind: 'position', keyColumns: [], keyTerms: [] };
}

/** The columns, if together they name a row: none of them may be NULL. */
function columnsNamed(facts: ObjectFacts, names: readonly string[]): readonly ColumnFacts[] | null {
  const columns = names.map((name) => facts.columns.find((column) => column.name === name));
  const found = columns.filter((column) => column !== undefined);
  if (found.length === 0 || found.length < names.length) return null;
  return found.every((column) => column.isNotNull) ? found : null;
}

function storedColumn(column: ColumnFacts): ViewColumn {
  return {
    info: {
      name: column.name,
      path: null,
      declaredType: column.declaredType,
      isNumeric: isNumeric(column),
      primaryKeyPosition: column.primaryKeyPosition,
      isNotNull: column.isNotNull,
      isIndexed: column.isIndexed,
      isUnique: column.isUnique,
      isGenerated: column.hiddenKind === 'virtual' || column.hiddenKind === 'stored',
      isHidden: column.hiddenKind === 'hidden',
      references: column.references,
    },
    plan: { kind: 'stored', sql: columnSql(column.name) },
  };
}

/** The id of a document has a type of JSON, as its fields have. */
function idOfDocument(column: ColumnFacts): ViewColumn {
  const { info, plan } = storedColumn(column);
  const isText = column.affinity === 'TEXT';
  return {
    info: { ...info, declaredType: isText ? 'string' : info.isNumeric ? 'number' : info.declaredType },
    plan,
  };
}

function isNumeric({ declaredType, affinity }: ColumnFacts): boolean {
  if (affinity === 'INTEGER' || affinity === 'REAL') return true;
  // DATE, BOOLEAN and the like have this affinity too, and hold text more often than not.
  return affinity === 'NUMERIC' && /num|dec|money|currency/i.test(declaredType);
}

/** The id, the fields of the documents, then the columns beside the document. */
function documentColumns(facts: ObjectFacts, documents: DocumentShape): readonly ViewColumn[] {
  const { idColumn, documentColumn, fields } = documents;
  const others = facts.columns.filter(
    ({ name, hiddenKind }) => name !== idColumn && name !== documentColumn && hiddenKind !== 'hidden',
  );
  const taken = new Set(facts.columns.map(({ name }) => name).filter((name) => name !== documentColumn));
  const id = facts.columns.filter(({ name }) => name === idColumn).map(idOfDocument);
  const fieldColumns = fields.map(({ path, types }): ViewColumn => {
    const info: RowColumn = {
      name: freeName(path.join('.'), taken),
      path: [...path],
      declaredType: types.join(' | '),
      isNumeric: types.length > 0 && types.every((type) => type === 'number' || type === 'null'),
      primaryKeyPosition: 0,
      isNotNull: false,
      isIndexed: false,
      isUnique: false,
      isGenerated: false,
      isHidden: false,
      references: null,
    };
    return { info, plan: { kind: 'field', sql: columnSql(documentColumn), path } };
  });
  return [...id, ...fieldColumns, ...others.map(storedColumn)];
}

function freeName(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let count = 2; taken.has(name); count += 1) name = `${wish} (${count})`;
  taken.add(name);
  return name;
}
