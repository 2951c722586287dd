import type { DocumentsInput } from '../../operations/infer-documents.ts';
import { BridgeError } from '../bridge-error.ts';
import { type CollectionFacts, collectionOf } from '../collections/collection-of.ts';
import type { OpenFile } from '../open-file.ts';
import { describeObject } from '../rows/describe-object.ts';
import { columnSql, type ObjectShape } from '../rows/object-shape.ts';

/** An object whose documents are read. */
export interface DocumentTable {
  /** As the file spells it. */
  readonly name: string;
  readonly shape: ObjectShape;
  readonly collection: CollectionFacts | null;
}

/** Looks at an object. Throws OBJECT_NOT_FOUND or OBJECT_UNREADABLE. */
export async function documentTable(file: OpenFile, object: string): Promise<DocumentTable> {
  const shape = await describeObject(file, object, true);
  const { name } = shape.facts;
  const collection = shape.kind === 'collection' ? await collectionOf(file, name) : null;
  return { name, shape, collection };
}

/** Why its rows cannot be read one after the other; null where they can. */
export function readReason({ shape }: DocumentTable): string | null {
  if (shape.keyKind === 'position') return 'Its rows have no key by which documents could be found again.';
  return shape.kind === 'system' ? 'SQLite and Cairn keep this table for themselves.' : null;
}

/** How the documents of a column are read; null: those of the collection. Throws SCHEMA_REFUSED. */
export function documentSource(table: DocumentTable, column: string | null): DocumentsInput {
  const { shape, collection, name } = table;
  const wanted = column ?? collection?.documentColumn;
  const reason = readReason(table);
  if (reason !== null) throw schemaRefused(`“${name}”: ${reason}`);
  if (wanted === undefined) throw schemaRefused(`“${name}” is no collection, so a column must be named.`);
  const found = shape.facts.columns.find((one) => one.name === wanted);
  if (found === undefined) {
    throw new BridgeError('COLUMN_NOT_FOUND', `“${name}” has no column “${wanted}” any more.`, {
      hint: 'Its structure has changed. Open the schema again.',
    });
  }
  return {
    plan: {
      scratch: null,
      from: shape.from,
      where: null,
      order: shape.keyTerms,
      keyTerms: shape.keyTerms.map((_, index) => index),
    },
    document: columnSql(wanted),
    id: collection === null ? null : columnSql(collection.idColumn),
  };
}

/** SCHEMA_REFUSED with a reason. */
export function schemaRefused(message: string, cause?: unknown): BridgeError {
  return new BridgeError('SCHEMA_REFUSED', message, cause === undefined ? {} : { cause });
}
