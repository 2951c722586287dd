import type { Client } from '../../../src-preload/client.ts';
import { isQueryText } from '../../../src-preload/contract/query-text/index.ts';

/** The SQL of a query that is typed as in code; SQL is given as it is. It is read, never evaluated. */
export async function readBuilder(client: Client, file: string, text: string): Promise<string> {
  if (!isQueryText(text)) return text;
  const { sql } = await client.queries.builder({ file, text });
  return sql.replace(/;$/, '');
}
