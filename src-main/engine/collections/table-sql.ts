import { quoteIdentifier } from '../quote-identifier.ts';
import type { CollectionSpec, ConstrainedField, TableConstraint } from './collection-spec.ts';

/** `CREATE TABLE` of a collection that the file does not have. */
export function createTableSql(spec: CollectionSpec, encoding: 'jsonb' | 'text'): string {
  const columnsByField = new Map(spec.constrainedFields.map(({ field, column }) => [field, column]));
  columnsByField.set(spec.primaryKey, '_id');
  const parts = [
    '"_id" TEXT PRIMARY KEY NOT NULL',
    `"doc" ${encoding === 'jsonb' ? 'BLOB' : 'TEXT'} NOT NULL`,
    '"_version" INTEGER NOT NULL DEFAULT 1',
    ...spec.constrainedFields.map((field) => `${columnSql(field)}${field.nullable ? '' : ' NOT NULL'}`),
    ...spec.constraints.flatMap((constraint) => tableConstraintSql(constraint, columnsByField)),
  ];
  return `CREATE TABLE ${quoteIdentifier(spec.name)} (${parts.join(', ')})`;
}

/** Adds the column of a field to a table that is there: without NOT NULL, for it is filled afterwards. */
export function addColumnSql(table: string, field: ConstrainedField): string {
  return `ALTER TABLE ${quoteIdentifier(table)} ADD COLUMN ${columnSql(field)}`;
}

/** Takes the column of a field away. */
export function dropColumnSql(table: string, column: string): string {
  return `ALTER TABLE ${quoteIdentifier(table)} DROP COLUMN ${quoteIdentifier(column)}`;
}

/** Takes the lock of a writer without changing anything: what is read after it stays true. */
export function takeWriteLockSql(table: string): string {
  return `DELETE FROM ${quoteIdentifier(table)} WHERE 0`;
}

/** The name that a CHECK has, by which its failure is recognised. */
export function checkName(subject: string): string {
  return `check_${subject}`;
}

/** The name of the CHECK of a table constraint. */
export function tableCheckName({ sql, name }: Extract<TableConstraint, { kind: 'check' }>): string {
  return name ?? checkName(sql);
}

function columnSql(field: ConstrainedField): string {
  const { column, type, foreignKey, check } = field;
  const parts = [quoteIdentifier(column), type];
  if (foreignKey !== undefined) {
    const { table, column: target } = foreignKey;
    parts.push(`REFERENCES ${quoteIdentifier(table)} (${quoteIdentifier(target)})`, actionsSql(field));
  }
  return `${parts.join(' ')}${check === undefined ? '' : ` CONSTRAINT ${quoteIdentifier(checkName(column))} CHECK (${check})`}`;
}

function tableConstraintSql(
  constraint: TableConstraint,
  columnsByField: ReadonlyMap<string, string>,
): string[] {
  switch (constraint.kind) {
    case 'check':
      return [`CONSTRAINT ${quoteIdentifier(tableCheckName(constraint))} CHECK (${constraint.sql})`];
    case 'foreignKey': {
      const columns = constraint.fields.map((field) => quoteIdentifier(columnsByField.get(field) ?? field));
      const targets = constraint.columns.map(quoteIdentifier);
      const references = `${quoteIdentifier(constraint.table)} (${targets.join(', ')})`;
      return [`FOREIGN KEY (${columns.join(', ')}) REFERENCES ${references} ${actionsSql(constraint)}`];
    }
    default:
      return [];
  }
}

function actionsSql({ onDelete, onUpdate }: Pick<ConstrainedField, 'onDelete' | 'onUpdate'>): string {
  const parts = [
    ...(onDelete === undefined ? [] : [`ON DELETE ${onDelete}`]),
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate}`]),
  ];
  return parts.join(' ');
}
