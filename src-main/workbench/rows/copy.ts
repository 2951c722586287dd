import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import type { CopyInput } from '../../operations/copy.ts';
import { collectionOf } from '../collections/collection-of.ts';
import type { Handlers } from '../handlers.ts';
import { columnsNamed } from './find-columns.ts';
import { encodedChunks } from './stream-encoded.ts';
import type { View, ViewColumn, Views } from './view.ts';

type CopyColumns = CopyInput['columns'];

/** `rows.copy`: the text of rows in a format, in pieces that are pulled one by one. */
export function createCopy(views: Views): Handlers<'rows'>['copy'] {
  return async function* copy({ view: id, ranges, columns: names, format, ...style }, { signal }) {
    const view = views.get(id);
    const chosen = columnsNamed(view, names);
    const columns =
      format === 'sql'
        ? await insertableColumns(view, columnsNamed(view, [...new Set(names)]))
        : chosen.map(shownColumn);
    const spans = await view.spansOf(ranges, { signal });
    const input: CopyInput = {
      plan: view.plan(),
      spans,
      columns,
      table: view.info.object,
      format,
      withHeader: style.withHeader,
      safeForSpreadsheets: style.safeForSpreadsheets,
    };
    yield* encodedChunks(view, 'copying rows', 'copy', input, { signal });
  };
}

function shownColumn({ info, plan }: ViewColumn): CopyColumns[number] {
  return { name: info.name, path: info.path, plan };
}

/**
 * What an INSERT can name: no generated columns (unless there are no others), and in the place of fields the document that
 * they are in, once.
 */
async function insertableColumns(view: View, chosen: readonly ViewColumn[]): Promise<CopyColumns> {
  const stored = chosen.filter(({ info }) => info.path === null);
  const settable = stored.filter(({ info }) => !info.isGenerated);
  const hasFields = stored.length < chosen.length;
  const columns: CopyColumns[number][] = (settable.length > 0 || hasFields ? settable : stored).map(
    shownColumn,
  );
  if (!hasFields) return columns;
  const facts = await collectionOf(view.file, view.info.object);
  // A view with fields is a view of a collection.
  const name = facts?.documentColumn ?? 'doc';
  const sql = chosen.find(({ plan }) => plan.kind === 'field')?.plan.sql ?? `t.${quoteIdentifier(name)}`;
  const first = chosen.findIndex(({ info }) => info.path !== null);
  columns.splice(first, 0, { name, path: null, plan: { kind: 'stored', sql } });
  return columns;
}
