import { type DocumentText, type StoredCollection, StoredDocumentCheck } from '../../engine/index.ts';
import type { Operation, SqlValue } from '../../engine/types.ts';
import type { StoredValue } from '../stored-value.ts';

export interface CheckDocumentsInput {
  readonly stored: StoredCollection;
  /** Columns of the table that can be written. */
  readonly columns: readonly string[];
  readonly documents: readonly DocumentText[];
}

/** What the schema says about one document. */
export interface CheckedText {
  readonly issues: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  readonly columns: readonly (readonly [string, StoredValue])[];
}

/**
 * Asks a collection's schema about documents, in their order. Reads nothing from the file; it runs here because a
 * connection's process can be ended when a pattern of the schema takes too long.
 */
export const checkDocuments: Operation = (_context, input): readonly CheckedText[] => {
  const { stored, columns, documents } = input as CheckDocumentsInput;
  const check = new StoredDocumentCheck(stored, new Set(columns));
  return documents.map((document) => {
    const { issues, columns: values } = check.check(document);
    return { issues, columns: values.map(([column, value]) => [column, storedOf(value)] as const) };
  });
};

/** Integral numbers are bound as INTEGER. */
function storedOf(value: SqlValue): StoredValue {
  return typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)
    ? BigInt(value)
    : value;
}
