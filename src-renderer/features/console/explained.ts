import type { Client } from '../../../src-preload/client.ts';
import { toFailure } from '../../lib/failure.ts';
import type { TextPiece } from './editor/sql-editor.tsx';
import type { ShownPlan } from './plan-pane.tsx';
import { readBuilder } from './read-builder.ts';
import { problemOf } from './runs/run-words.ts';

/** The plan of a statement, or why there is none and where. Never rejects. */
export async function explained(client: Client, file: string, { sql, from }: TextPiece): Promise<ShownPlan> {
  let read = sql;
  try {
    read = await readBuilder(client, file, sql);
    const { nodes, advice } = await client.queries.plan({ file, sql: read });
    return { sql: read, nodes, advice, failure: null, problem: null };
  } catch (error) {
    const failure = toFailure(error);
    // The places of other words are not those of the console.
    const problem = problemOf(failure, read === sql ? from : null);
    return { sql, nodes: [], advice: [], failure, problem };
  }
}
