import type { DryRunStatement } from '../../../src-preload/contract/queries.ts';
import { findCollections, runReads } from '../../engine/index.ts';
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
        broken.push({ object, message, documents: documents.length });
        continue;
      }
      const counts = new Map<string, number>();
      for (const { issues } of results) {
        const [issue] = issues;
        if (issue === undefined) continue;
        const place = issue.path.join('.');
        const message = place === '' ? issue.message : `${place}: ${issue.message}`;
        counts.set(message, (counts.get(message) ?? 0) + 1);
      }
      for (const [message, count] of counts) broken.push({ object, message, documents: count });
    }
  }
  return broken;
}
