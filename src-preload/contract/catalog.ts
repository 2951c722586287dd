import { z } from 'zod';
import { method } from './method.ts';
import { fileId, objectName } from './names.ts';
import { errorSchema } from './reply.ts';

export const objectKind = z.enum(['collection', 'table', 'view', 'virtual', 'shadow', 'system']);

export const catalogObject = z.strictObject({
  name: objectName,
  kind: objectKind,
  error: errorSchema.nullable().describe('Set when SQLite cannot read this one object.'),
  pending: z
    .enum(['created', 'altered'])
    .optional()
    .describe('What the open transaction of this client has done to it, its indexes and its triggers.'),
});

export const count = z.strictObject({
  value: z.number().nullable(),
  kind: z.enum(['unknown', 'about', 'exact']),
});

export const foreignKeyTarget = z.strictObject({ table: objectName, column: objectName });

export const structureColumn = z.strictObject({
  name: objectName,
  declaredType: z.string(),
  isNotNull: z.boolean(),
  defaultSql: z.string().nullable(),
  primaryKeyPosition: z.int().describe('1-based; 0 if not part of the primary key.'),
  isIndexed: z.boolean(),
  isUnique: z.boolean(),
  isGenerated: z.boolean(),
  isHidden: z.boolean(),
  collation: z.string().nullable(),
  references: foreignKeyTarget.nullable(),
});

export const structureIndex = z.strictObject({
  name: objectName,
  columns: z.array(z.string()).describe('Column names or expressions as written, with DESC and COLLATE.'),
  isUnique: z.boolean(),
  isPartial: z.boolean(),
  origin: z.enum(['created', 'unique', 'primary key']),
  bytes: z.number().nullable(),
  sql: z.string().nullable(),
});

export const structureForeignKey = z.strictObject({
  direction: z.enum(['out', 'in']),
  table: objectName.describe('The other table: the parent for "out", the child for "in".'),
  from: z.array(objectName).describe('Columns of the child.'),
  to: z.array(objectName).describe('Columns of the parent.'),
  onUpdate: z.string(),
  onDelete: z.string(),
  isBroken: z.boolean().describe('The other table or column does not exist.'),
});

export const structureTrigger = z.strictObject({
  name: objectName,
  table: objectName.describe('The table or view that it is attached to.'),
  timing: z.string().describe('Such as "after insert on invoice_items".'),
  sql: z.string(),
});

export const structure = z.strictObject({
  name: objectName,
  kind: objectKind,
  isWithoutRowid: z.boolean(),
  isStrict: z.boolean(),
  bytes: z.number().nullable().describe('Table and its indexes, where dbstat tells within its time limit.'),
  columns: z.array(structureColumn),
  indexes: z.array(structureIndex),
  foreignKeys: z.array(structureForeignKey),
  triggers: z.array(structureTrigger).describe('Attached to it, or writing into it.'),
  ddl: z.string().describe('Its CREATE statement, then its indexes and triggers, as SQLite keeps them.'),
});

/** The columns of every object of a file, as a search by name needs them. */
export const searchedColumns = z.strictObject({
  objects: z.array(
    z.strictObject({
      object: objectName,
      columns: z.array(
        z.strictObject({
          name: objectName,
          declaredType: z.string(),
          isPrimaryKey: z.boolean(),
          isReference: z.boolean(),
        }),
      ),
    }),
  ),
  isCut: z.boolean().describe('The file has more columns than are listed.'),
});

export const catalog = {
  objects: method(
    'Every table, collection, view and virtual table of a file, by name, as the open transaction of this client sees them; one unreadable object hides no other.',
    z.strictObject({ file: fileId }),
    z.strictObject({ schemaVersion: z.number(), objects: z.array(catalogObject) }),
  ),
  columns: method(
    'The columns of all tables and views, for a search by name; those of collections are left out.',
    z.strictObject({ file: fileId }),
    searchedColumns,
  ),
  count: method(
    'Rows of an object. "about" answers at once; "exact" may scan the table and can be cancelled.',
    z.strictObject({ file: fileId, object: objectName, accuracy: z.enum(['about', 'exact']) }),
    count,
  ),
  structure: method(
    'Columns, indexes, keys both ways, triggers and DDL of an object.',
    z.strictObject({ file: fileId, object: objectName }),
    structure,
  ),
} as const;

export type ObjectKind = z.infer<typeof objectKind>;
export type CatalogObject = z.infer<typeof catalogObject>;
export type Count = z.infer<typeof count>;
export type SearchedColumns = z.infer<typeof searchedColumns>;
export type Structure = z.infer<typeof structure>;
export type StructureColumn = z.infer<typeof structureColumn>;
export type StructureIndex = z.infer<typeof structureIndex>;
export type StructureForeignKey = z.infer<typeof structureForeignKey>;
export type StructureTrigger = z.infer<typeof structureTrigger>;
