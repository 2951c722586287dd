import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { parseQuery } from '../../../src-preload/contract/query-text/index.ts';
import {
  createDB,
  QueryBuilder,
  type QuerySource,
  querySources,
  queryStatement,
  runReads,
} from '../../engine/index.ts';
import { documents, schema } from '../../engine/queries/testing/random-queries.ts';
import type { SqlValue } from '../../engine/types.ts';
import { buildQuery } from './builder-query.ts';
import { builderSql } from './builder-sql.ts';
import { printQuery } from './testing/print-query.ts';
import { twinQuery, withoutPlaces } from './testing/random-chains.ts';

const numRuns = Number(process.env.CAIRN_PROPERTY_RUNS ?? 150);

test('what is printed is read as it was', () => {
  fc.assert(
    fc.property(twinQuery, ({ chain }) => {
      expect(withoutPlaces(parseQuery(printQuery(chain)))).toEqual(withoutPlaces(chain));
    }),
    { numRuns },
  );
});

test('a typed query is the statement that the engine makes of it, and finds the same rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-builder-'));
  const filename = join(folder, 'docs.db');
  const db = createDB({ filename });
  const other = new Database(filename);
  onTestFinished(async () => {
    other.close();
    await db.close();
    rmSync(folder, { recursive: true });
  });
  const docs = db.collection('docs', schema, { indexes: ['text', 'number', 'date'] });
  docs.prepareSync();
  const connection = {
    query: async (sql: string, params: readonly SqlValue[] = []) => {
      const statement = other.prepare(sql).raw(true);
      return { rows: statement.all(...params) } as never;
    },
  };
  const sources = await runReads(connection, querySources(['docs']));
  const source = sources.get('docs') as QuerySource;
  await fc.assert(
    fc.asyncProperty(
      documents,
      fc.array(twinQuery, { minLength: 5, maxLength: 10 }),
      async (given, queries) => {
        await docs.deleteBulk((await docs.toArray()).map(({ id }) => id));
        await docs.insertBulk(given);
        for (const { chain, spec } of queries) {
          const built = buildQuery(parseQuery(printQuery(chain)), source);
          const statement = queryStatement(source, built.spec, built.end);
          const own = new QueryBuilder(docs.source, spec).explainSync();
          expect([statement.sql, statement.params]).toEqual([own.sql, own.params]);
          const rows = (sql: string, params: readonly SqlValue[] = []) =>
            other
              .prepare(sql)
              .raw(true)
              .safeIntegers()
              .all(...params);
          expect(rows(builderSql(statement))).toEqual(rows(own.sql, own.params));
        }
      },
    ),
    { numRuns: Math.ceil(numRuns / 10) },
  );
});
