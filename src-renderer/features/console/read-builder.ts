import type { Client } from '../../../src-preload/client.ts';

/** A collection's query as in code: a name and a call. No statement of SQL begins so. */
const BUILDER = /^\s*(?:await\s+)?[\p{L}_$][\p{L}\p{N}_$]*\s*\.\s*[\p{L}_$][\p{L}\p{N}_$]*\s*[.(]/u;

/** The SQL of a query that is typed as in code; SQL is given as it is. It is read, never evaluated. */
export async function readBuilder(client: Client, file: string, text: string): Promise<string> {
  if (!BUILDER.test(text)) return text;
  const { sql } = await client.queries.builder({ file, text });
  return sql.replace(/;$/, '');
}
