import { makeDatabase } from '../../../e2e/fixtures/make-database.ts';
import type { Client } from '../../../src-preload/client.ts';
import type { EditStep, StagedRow } from '../../../src-preload/contract/index.ts';

/** A file with a table and a collection of 10,000 rows each. */
export function makeEdited(path: string): string {
  return makeDatabase(path, (db) => {
    db.exec(`
      CREATE TABLE t (id INTEGER PRIMARY KEY, a);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) INSERT INTO t SELECT i, 'a' || i FROM n;
      CREATE TABLE docs (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
      INSERT INTO docs SELECT 'd' || i, '{"n":1.10}' FROM (SELECT id AS i FROM t);
    `);
  });
}

/** The nth edit of the script: each of a row of its own. */
export function stepOf(n: number): EditStep {
  if (n % 5 === 4) return { kind: 'insert', object: 't', id: `n${n}`, values: [{ column: 'a', value: n }] };
  if (n % 5 === 3) return { kind: 'delete', object: 't', row: { key: [n + 1] } };
  if (n % 5 === 2) {
    return {
      kind: 'field',
      object: 'docs',
      row: { key: [n + 1] },
      column: 'doc',
      path: ['n'],
      raw: `${n}.0`,
    };
  }
  return { kind: 'set', object: 't', row: { key: [n + 1] }, column: 'a', value: `edit ${n}` };
}

/** Which edit of the script staged a row. */
export function numberOf({ row }: Pick<StagedRow, 'row'>): number {
  return 'key' in row ? Number(row.key[0]) - 1 : Number(row.inserted.slice(1));
}

/** The edits of the script that are staged, oldest first. */
export async function stagedNumbers(client: Client, file: string): Promise<number[]> {
  return (await stagedRows(client, file)).map(numberOf);
}

/** All staged rows of a file. */
export async function stagedRows(client: Client, file: string): Promise<StagedRow[]> {
  const rows: StagedRow[] = [];
  for await (const chunk of client.edits.list({ file })) rows.push(...chunk.rows);
  return rows;
}

/** How many calls of the script are under way at once: they share a write of the journal. */
export const AT_ONCE = 4;

/** The script as an app after the other runs it, each until it is killed. */
export class EditingScript {
  #next = 0;
  #confirmed: readonly number[] = [];

  /** Edits that were acknowledged and are not taken back, in their order. */
  get confirmed(): readonly number[] {
    return this.#confirmed;
  }

  /**
   * Stages edit after edit until `isOver`, and gives those that were asked for last: they may be there without having
   * been acknowledged. `refused` is told of each call that failed.
   */
  async run(
    stage: (step: EditStep) => Promise<unknown>,
    isOver: () => boolean,
    refused: (error: unknown) => void,
  ): Promise<readonly number[]> {
    const confirmed = [...this.#confirmed];
    const asked: number[] = [];
    const ask = async () => {
      while (!isOver()) {
        const n = this.#next;
        this.#next += 1;
        asked.push(n);
        try {
          await stage(stepOf(n));
          confirmed.push(n);
        } catch (error) {
          refused(error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    this.#confirmed = confirmed;
    return asked.slice(-AT_ONCE);
  }

  /** Throws unless what is staged is what was acknowledged, in its order, and at most edits that were under way. */
  check(found: readonly number[], underWay: readonly number[]): void {
    const kept = found.filter((n) => this.#confirmed.includes(n));
    if (kept.join() !== this.#confirmed.join())
      throw new Error(`${this.#confirmed} were confirmed, found ${kept}`);
    const strange = found.filter((n) => !this.#confirmed.includes(n) && !underWay.includes(n));
    if (strange.length > 0) throw new Error(`Nobody asked for ${strange} when the app was killed.`);
    this.#confirmed = found;
  }
}
