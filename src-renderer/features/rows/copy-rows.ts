import type { Client } from '../../../src-preload/client.ts';
import type { CopyFormat, RowRange } from '../../../src-preload/contract/rows.ts';

export interface CopyRequest {
  readonly view: string;
  /** null: every row. */
  readonly ranges: readonly RowRange[] | null;
  readonly columns: readonly string[];
  readonly format: CopyFormat;
  readonly withHeader: boolean;
}

/** What a clipboard can take without freezing the programs that look at it. */
export const MAX_COPIED = 200_000_000;

/** Formats as menus name them. */
export const copyFormats: readonly { readonly format: CopyFormat; readonly label: string }[] = [
  { format: 'tsv', label: 'TSV, for spreadsheets' },
  { format: 'csv', label: 'CSV' },
  { format: 'json', label: 'JSON' },
  { format: 'ndjson', label: 'NDJSON, a line for each row' },
  { format: 'markdown', label: 'Markdown table' },
  { format: 'sql', label: 'SQL INSERT' },
];

/**
 * The text of a selection, complete to the last cell; throws `TooMuchToCopy` above `MAX_COPIED` characters. One cell
 * has no line end behind it: it may go into the middle of a line.
 */
export async function copyRows(
  client: Client,
  request: CopyRequest,
  signal: AbortSignal,
  onRows: (rows: number) => void = () => undefined,
): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  const stream = client.rows.copy(
    {
      view: request.view,
      ranges: request.ranges === null ? null : [...request.ranges],
      columns: [...request.columns],
      format: request.format,
      withHeader: request.withHeader,
    },
    { signal },
  );
  for await (const chunk of stream) {
    parts.push(chunk.text);
    length += chunk.text.length;
    onRows(chunk.rows);
    if (length > MAX_COPIED) throw new TooMuchToCopy();
  }
  const text = parts.join('');
  return isOneCell(request) ? text.replace(/\r?\n$/, '') : text;
}

function isOneCell({ ranges, columns, format, withHeader }: CopyRequest): boolean {
  const [only] = ranges ?? [];
  const isOneRow = ranges?.length === 1 && only?.firstRow === only?.lastRow;
  return format === 'tsv' && !withHeader && columns.length === 1 && isOneRow;
}

/** The selection is larger than a clipboard should hold. */
export class TooMuchToCopy extends Error {
  override readonly name = 'TooMuchToCopy';
  constructor() {
    super('The selection is larger than 200 MB as text, more than a clipboard takes. Select fewer rows.');
  }
}
