import type { Client } from '../../../../src-preload/client.ts';
import type { QueryParameter } from '../../../../src-preload/contract/queries.ts';
import type { CopyFormat } from '../../../../src-preload/contract/rows.ts';
import { saveParts } from '../../../lib/save-text.ts';

const endings = {
  tsv: ['tsv', 'text/tab-separated-values'],
  csv: ['csv', 'text/csv'],
  json: ['json', 'application/json'],
  ndjson: ['ndjson', 'application/x-ndjson'],
  markdown: ['md', 'text/markdown'],
  sql: ['sql', 'application/sql'],
} as const satisfies Readonly<Record<CopyFormat, readonly [ending: string, type: string]>>;

export interface ExportRequest {
  readonly file: string;
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  readonly format: CopyFormat;
  /** Without its ending. */
  readonly name: string;
}

/** Text is handed to the browser in blobs of this size, which it may put on disk. */
const BLOB = 8_000_000;

/** Writes all rows of a read into a file that the shell asks for; gives the number of rows. */
export async function exportResult(
  client: Client,
  { file, sql, parameters, format, name }: ExportRequest,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<number> {
  const [ending, type] = endings[format];
  const blobs: Blob[] = [];
  let pieces: string[] = [];
  let length = 0;
  let rows = 0;
  const stream = client.queries.export({ file, sql, parameters: [...parameters], format }, { signal });
  for await (const chunk of stream) {
    pieces.push(chunk.text);
    length += chunk.text.length;
    rows = chunk.rows;
    onRows(rows);
    if (length < BLOB) continue;
    blobs.push(new Blob(pieces, { type }));
    pieces = [];
    length = 0;
  }
  saveParts(`${name}.${ending}`, [...blobs, ...pieces], type);
  return rows;
}
