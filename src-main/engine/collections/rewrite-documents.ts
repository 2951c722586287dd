import { DatabaseError } from '../errors.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { all, run, type Steps } from '../steps/steps.ts';
import type { SqlValue } from '../types.ts';
import type { CollectionSpec, ConstrainedField } from './collection-spec.ts';
import type { DocumentCodec } from './document-codec.ts';
import { columnValues } from './document-rows.ts';
import { partForeignFields, withForeignFields } from './foreign-fields.ts';
import type { CollectionTable } from './table-layout.ts';
import { validateDocument } from './validate-document.ts';
import { encodingOf, writeSqlOf } from './write-sql.ts';

/** Documents that are in memory at a time. */
const CHUNK_ROWS = 500;

export interface RewriteRequest {
  readonly spec: CollectionSpec;
  readonly codec: DocumentCodec;
  readonly table: CollectionTable;
  /** Columns that have no values yet. */
  readonly addedFields: readonly ConstrainedField[];
  /** Version of the documents that are there. */
  readonly fromVersion: number;
}

/** Brings the documents of a table to the version of the collection, and fills columns that were added. */
export function* rewriteDocuments(request: RewriteRequest): Steps<void> {
  const { spec, table, addedFields } = request;
  const upgrades = upgradesOf(request);
  const added = new Set(addedFields.map(({ column }) => column));
  const filled = table.writtenFields.filter(({ column }) => added.has(column));
  if (upgrades.length === 0 && filled.length === 0) return;
  const page = `SELECT _id, json(doc), typeof(doc) FROM ${quoteIdentifier(spec.name)} WHERE _id > ? ORDER BY _id LIMIT ${CHUNK_ROWS}`;
  const first = page.replace(' WHERE _id > ?', '');
  let { rows } = yield* all(first);
  while (rows.length > 0) {
    for (const row of rows) yield* rewriteRow(request, { row, upgrades, filled });
    const last = rows[rows.length - 1]?.[0] ?? null;
    ({ rows } = yield* all(page, [last]));
  }
}

type Upgrade = readonly [
  version: number,
  upgrade: (document: Record<string, unknown>) => Record<string, unknown>,
];

function upgradesOf({ spec, fromVersion }: RewriteRequest): Upgrade[] {
  return Object.entries(spec.options.upgrades ?? {})
    .map(([version, upgrade]): Upgrade => [Number(version), upgrade])
    .filter(([version]) => version > fromVersion && version <= spec.version)
    .sort(([one], [other]) => one - other);
}

interface RowWork {
  readonly row: readonly SqlValue[];
  readonly upgrades: readonly Upgrade[];
  readonly filled: readonly ConstrainedField[];
}

function* rewriteRow(request: RewriteRequest, { row, upgrades, filled }: RowWork): Steps<void> {
  const { codec, table } = request;
  const [key, json, type] = row;
  const id = String(key);
  const stored = codec.decodeStored(String(json), id);
  if (upgrades.length === 0) {
    const assignments = filled.map(({ column }, index) => `${quoteIdentifier(column)} = ?${index + 1}`);
    const values = columnValues(codec, filled, stored);
    const sql = `UPDATE ${quoteIdentifier(table.table)} SET ${assignments.join(', ')} WHERE _id = ?${filled.length + 1}`;
    yield* run(sql, [...values, id]);
    return;
  }
  const { document, isWhole } = upgraded(request, { stored, id, upgrades });
  const values = columnValues(codec, table.writtenFields, document);
  yield* run(writeSqlOf(table).update(encodingOf(type)), [codec.encode(document, !isWhole), ...values, id]);
}

interface UpgradeWork {
  readonly stored: Record<string, unknown>;
  readonly id: string;
  readonly upgrades: readonly Upgrade[];
}

interface Upgraded {
  readonly document: Record<string, unknown>;
  /** Whether the schema knows all of its fields. */
  readonly isWhole: boolean;
}

/** UPGRADE_FAILED says which document it was; the failure itself is its cause. */
function upgraded({ spec }: RewriteRequest, { stored, id, upgrades }: UpgradeWork): Upgraded {
  try {
    let document = stored;
    for (const [version, upgrade] of upgrades) {
      document = upgrade(document);
      if (typeof document !== 'object' || document === null || 'then' in document) {
        throw new TypeError(`upgrades[${version}] must give a document, and at once`);
      }
    }
    const parted = partForeignFields(spec, document);
    const isWhole = parted.foreign.length === 0;
    return { isWhole, document: withForeignFields(validateDocument(spec, parted.body), parted) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      'UPGRADE_FAILED',
      `The document “${id}” of “${spec.name}” could not be upgraded to version ${spec.version}: ${reason} Everything was rolled back.`,
      { cause: error },
    );
  }
}
