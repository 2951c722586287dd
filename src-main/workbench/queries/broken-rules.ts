import type { DryRunStatement } from '../../../src-preload/contract/queries.ts';
import { findCollections, runReads } from '../../engine/index.ts';
import type { CheckedText } from '../../operations/commit/check-documents.ts';
import { toKeyValue } from '../../operations/stored-value.ts';
import type {
  ChangedDocument,
  ChangedDocumentsInput,
} from '../../operations/transaction/changed-documents.ts';
import type { ObjectChanges } from '../../operations/transaction/transaction-input.ts';
import { describeColumns } from '../catalog/columns.ts';
import { readSchemas } from '../collections/stored-schema-of.ts';
import { askSchema } from '../commits/write-entries.ts';
import type { OpenFile } from '../open-file.ts';
import type { TransactionSession } from '../transactions/session.ts';

type Broken = DryRunStatement['broken'];

/** Documents of one statement that are checked. */
const MOST_DOCUMENTS = 10_000;
/** Issues of one document that are told, and documents that are told of one rule. */
const MOST_ISSUES = 20;
const MOST_ROWS = 20;

/** Rules that the file keeps for documents and that those which a statement has written break, each with how many do. */
export async function brokenRules(
  file: OpenFile,
  session: TransactionSession,
  node: string,
  signal: AbortSignal,
): Promise<Broken> {
  const changes = await session.ask<readonly ObjectChanges[]>('transactionChanges', { node });
  const tables = changes.filter(
    ({ type, counts }) => type === 'table' && counts.inserted + counts.updated > 0,
  );
  if (tables.length === 0) return [];
  const { connection } = session;
  const collections = await runReads(connection, findCollections());
  const broken: Broken = [];
  for (const { object } of tables) {
    const facts = await describeColumns(connection, object);
    const isCollection = collections.has(object);
    for (const [column, stored] of await readSchemas(connection, facts, isCollection)) {
      const own = (name: string) => facts.columns.find((one) => one.name.toLowerCase() === name)?.name;
      const idColumn = isCollection ? (own('_id') ?? null) : null;
      const input: ChangedDocumentsInput = { object, column, idColumn, node, limit: MOST_DOCUMENTS };
      const documents = await session.ask<readonly ChangedDocument[]>('changedDocuments', input);
      if (documents.length === 0) continue;
      const columns = facts.columns.filter(({ hiddenKind }) => hiddenKind === 'none').map(({ name }) => name);
      const results = await askSchema(file, { stored, columns, documents }, signal);
      if (results === undefined) {
        const message = 'The rules take too long for these documents, so they were not checked.';
        broken.push({ object, message, documents: documents.length, rows: [] });
        continue;
      }
      for (const [message, own] of byMessage(results, documents)) {
        const rows = own.slice(0, MOST_ROWS).map(({ key, id }) => ({
          key: key.map(toKeyValue),
          label: id === null || idColumn === null ? null : `${idColumn} ${id}`,
          isInFile: false,
        }));
        broken.push({ object, message, documents: own.length, rows });
      }
    }
  }
  return broken;
}

/** The documents that break each rule, by the path of the rule and its words. */
function byMessage(
  results: readonly CheckedText[],
  documents: readonly ChangedDocument[],
): ReadonlyMap<string, readonly ChangedDocument[]> {
  const found = new Map<string, ChangedDocument[]>();
  results.forEach(({ issues }, at) => {
    const document = documents[at];
    if (document === undefined) return;
    for (const { path, message } of issues.slice(0, MOST_ISSUES)) {
      const place = path.join('.');
      const words = place === '' ? message : `${place}: ${message}`;
      const own = found.get(words) ?? [];
      // A rule may hold for several values at the same path.
      if (own.at(-1) !== document) own.push(document);
      found.set(words, own);
    }
  });
  return found;
}
