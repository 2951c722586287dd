import { expect, test } from 'vitest';
import { differenceOf, dumpOf, dumpOfFile } from './testing/dump-difference.ts';
import { openCapture } from './testing/open-capture.ts';

const PLAIN = `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n);
  INSERT INTO t VALUES (1, 'one', 1), (2, 'two', 2.5), (3, 'three', NULL), (4, 'four', x'04');`;
const PAIR = `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE);
  CREATE TABLE s (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p ON DELETE SET NULL);
  INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c');
  INSERT INTO c VALUES (10, 1), (11, 1), (12, 2); INSERT INTO s VALUES (20, 1), (21, 3);`;

interface Script {
  readonly name: string;
  readonly schema: string;
  readonly statements: readonly string[];
  /** Places of statements that fail. */
  readonly failing?: readonly number[];
}

const scripts: readonly Script[] = [
  {
    name: 'inserts, updates and deletions of one table',
    schema: PLAIN,
    statements: [
      "INSERT INTO t VALUES (5, 'five', 5), (NULL, 'six', 6)",
      'UPDATE t SET n = 1.0 WHERE id = 1',
      'DELETE FROM t WHERE id = 2',
      "UPDATE t SET name = name || '!' WHERE id > 3",
    ],
  },
  {
    name: 'changes that are taken back by later ones',
    schema: PLAIN,
    statements: [
      'UPDATE t SET n = 7 WHERE id = 1',
      'UPDATE t SET n = 1 WHERE id = 1',
      "INSERT INTO t VALUES (9, 'nine', 9)",
      'DELETE FROM t WHERE id = 9',
      'DELETE FROM t WHERE id = 3',
      "INSERT INTO t VALUES (3, 'three', NULL)",
    ],
  },
  { name: 'an update that changes nothing', schema: PLAIN, statements: ['UPDATE t SET n = n, name = name'] },
  { name: 'a DELETE without WHERE', schema: PLAIN, statements: ['DELETE FROM t'] },
  {
    name: 'keys that move',
    schema: PLAIN,
    statements: ['UPDATE t SET id = id + 10', 'UPDATE t SET id = 1 WHERE id = 14'],
  },
  {
    name: 'types alone',
    schema: "CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 1), (2, '1'), (3, x'31')",
    statements: [
      'UPDATE t SET v = 1.0 WHERE id = 1',
      "UPDATE t SET v = x'31' WHERE id = 2",
      "UPDATE t SET v = '1' WHERE id = 3",
    ],
  },
  {
    name: 'NOCASE text that changes its letters',
    schema:
      "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT COLLATE NOCASE UNIQUE); INSERT INTO t VALUES (1, 'Ab'), (2, 'c')",
    statements: ["UPDATE t SET v = 'aB' WHERE id = 1", "UPDATE OR REPLACE t SET v = 'C' WHERE id = 1"],
  },
  {
    name: 'INSERT OR REPLACE by the key',
    schema: PLAIN,
    statements: [
      "INSERT OR REPLACE INTO t VALUES (1, 'uno', 0)",
      "REPLACE INTO t (id, name) VALUES (2, 'dos')",
    ],
  },
  {
    name: 'INSERT OR REPLACE that takes several rows away',
    schema: PLAIN,
    statements: [
      "INSERT OR REPLACE INTO t VALUES (1, 'three', 0)",
      "INSERT OR REPLACE INTO t (name) VALUES ('four')",
    ],
  },
  {
    name: 'UPDATE OR REPLACE',
    schema: PLAIN,
    statements: [
      "UPDATE OR REPLACE t SET name = 'two' WHERE id = 1",
      'UPDATE OR REPLACE t SET id = 4 WHERE id = 3',
    ],
  },
  {
    name: 'a table that replaces by its own definition',
    schema: `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a, b) ON CONFLICT REPLACE);
      INSERT INTO t VALUES (1, 'x', 'y'), (2, 'x', 'z')`,
    statements: ["INSERT INTO t VALUES (3, 'x', 'y')", "UPDATE t SET b = 'y' WHERE id = 2"],
  },
  {
    name: 'REPLACE that fills in a default for NULL',
    schema: `CREATE TABLE t (id INTEGER PRIMARY KEY, u TEXT NOT NULL DEFAULT 'd' UNIQUE); INSERT INTO t VALUES (1, 'd'), (2, 'e')`,
    statements: ['INSERT OR REPLACE INTO t (id, u) VALUES (5, NULL)'],
  },
  {
    name: 'REPLACE over an expression',
    schema: `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE UNIQUE INDEX u ON t (lower(v)); INSERT INTO t VALUES (1, 'A'), (2, 'b')`,
    statements: ["INSERT OR REPLACE INTO t VALUES (3, 'a')", "INSERT INTO t VALUES (4, 'q')"],
  },
  {
    name: 'REPLACE over a partial index, with rows that other tables refer to',
    schema: `${PAIR} CREATE UNIQUE INDEX u ON p (name) WHERE id > 0;`,
    statements: ["INSERT OR REPLACE INTO p VALUES (1, 'again')", "INSERT OR REPLACE INTO p VALUES (7, 'b')"],
  },
  {
    name: 'OR IGNORE, OR FAIL and OR ABORT',
    schema: PLAIN,
    statements: [
      "INSERT OR IGNORE INTO t VALUES (1, 'x', 0), (6, 'six', 6)",
      "INSERT OR FAIL INTO t VALUES (7, 'seven', 7), (1, 'x', 0), (8, 'eight', 8)",
      "INSERT OR ABORT INTO t VALUES (9, 'nine', 9), (1, 'x', 0)",
    ],
    failing: [1, 2],
  },
  {
    name: 'UPSERT',
    schema: PLAIN,
    statements: [
      "INSERT INTO t VALUES (1, 'x', 5), (8, 'y', 6) ON CONFLICT (id) DO UPDATE SET n = excluded.n",
      "INSERT INTO t (name, n) VALUES ('two', 0) ON CONFLICT (name) DO UPDATE SET n = 99 WHERE n > 1",
      "INSERT INTO t VALUES (1, 'x', 5) ON CONFLICT DO NOTHING",
    ],
  },
  {
    name: 'RETURNING',
    schema: PLAIN,
    statements: [
      'UPDATE t SET n = 0 WHERE id < 3 RETURNING *',
      'DELETE FROM t WHERE id = 4 RETURNING id',
      "INSERT INTO t (name) VALUES ('z') RETURNING id",
    ],
  },
  {
    name: 'cascades of a deletion',
    schema: PAIR,
    statements: ['DELETE FROM p WHERE id = 1', 'DELETE FROM p WHERE id = 3'],
  },
  {
    name: 'cascades of an update',
    schema: PAIR,
    statements: ['UPDATE p SET id = id + 100 WHERE id < 3'],
    failing: [0],
  },
  {
    name: 'cascades of an update of another key',
    schema: `CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
      CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code) ON UPDATE CASCADE);
      INSERT INTO p VALUES (1, 'a'), (2, 'b'); INSERT INTO c VALUES (1, 'a'), (2, 'b'), (3, 'a')`,
    statements: ['UPDATE p SET code = code || code'],
  },
  {
    name: 'triggers that write other tables',
    schema: `${PLAIN} CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT);
      CREATE TRIGGER a AFTER UPDATE ON t BEGIN INSERT INTO log (what) VALUES (old.name || '>' || new.name); END;
      CREATE TRIGGER b BEFORE DELETE ON t BEGIN UPDATE log SET what = what || '-' || old.id; END;`,
    statements: [
      'UPDATE t SET name = upper(name)',
      'DELETE FROM t WHERE id = 1',
      'UPDATE t SET n = 3 WHERE id = 2',
    ],
  },
  {
    name: 'triggers that write their own table',
    schema: `${PLAIN} CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET n = 'seen' WHERE id = new.id; END;
      CREATE TRIGGER b AFTER UPDATE OF name ON t BEGIN DELETE FROM t WHERE id = new.id + 1; END;`,
    statements: [
      "INSERT INTO t VALUES (6, 'six', 6), (7, 'seven', 7)",
      "UPDATE t SET name = 'uno' WHERE id = 1",
    ],
  },
  {
    name: 'triggers that replace',
    schema: `${PLAIN} CREATE TABLE m (k TEXT PRIMARY KEY, v); INSERT INTO m VALUES ('one', 0), ('two', 0);
      CREATE TRIGGER a AFTER UPDATE ON t BEGIN INSERT OR REPLACE INTO m VALUES (new.name, new.n); END;`,
    statements: ['UPDATE t SET n = 5 WHERE id < 4'],
  },
  {
    name: 'a trigger that refuses and one that ignores',
    schema: `${PLAIN} CREATE TRIGGER a BEFORE UPDATE ON t WHEN new.n < 0 BEGIN SELECT RAISE(ABORT, 'negative'); END;
      CREATE TRIGGER b BEFORE DELETE ON t WHEN old.id = 1 BEGIN SELECT RAISE(IGNORE); END;`,
    statements: ['UPDATE t SET n = 2 - id', 'DELETE FROM t WHERE id < 3'],
    failing: [0],
  },
  {
    name: 'a view that is written through triggers',
    schema: `${PLAIN} CREATE VIEW v AS SELECT id, name FROM t;
      CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t (name, n) VALUES (new.name, 'by view'); END;
      CREATE TRIGGER d INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE id = old.id; END;`,
    statements: ["INSERT INTO v (name) VALUES ('a'), ('b')", 'DELETE FROM v WHERE id = 1'],
  },
  {
    name: 'WITHOUT ROWID',
    schema: `CREATE TABLE w (a TEXT, b INTEGER, v, PRIMARY KEY (a, b)) WITHOUT ROWID;
      INSERT INTO w VALUES ('x', 1, 1), ('x', 2, 2), ('y', 1, 3)`,
    statements: [
      "UPDATE w SET v = 9 WHERE a = 'x'",
      "UPDATE w SET b = 5 WHERE a = 'y'",
      "INSERT OR REPLACE INTO w VALUES ('x', 1, 0)",
      'DELETE FROM w WHERE b = 2',
    ],
  },
  {
    name: 'WITHOUT ROWID under NOCASE, with one more UNIQUE',
    schema: `CREATE TABLE w (a TEXT COLLATE NOCASE PRIMARY KEY, u INTEGER UNIQUE) WITHOUT ROWID; INSERT INTO w VALUES ('Ab', 1), ('cd', 2)`,
    statements: ["UPDATE w SET a = 'AB' WHERE u = 1", "INSERT OR REPLACE INTO w VALUES ('ef', 2)"],
  },
  {
    name: 'generated columns, a UNIQUE one among them',
    schema: `CREATE TABLE g (id INTEGER PRIMARY KEY, a INTEGER, b AS (a * 2) STORED, c AS (a + 1) VIRTUAL UNIQUE);
      INSERT INTO g (id, a) VALUES (1, 1), (2, 2), (3, 3)`,
    statements: ['UPDATE g SET a = 10 WHERE id = 1', 'INSERT OR REPLACE INTO g (id, a) VALUES (9, 2)'],
  },
  {
    name: 'AUTOINCREMENT',
    schema: "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v); INSERT INTO t (v) VALUES ('a'), ('b')",
    statements: ["INSERT INTO t (v) VALUES ('c')", 'DELETE FROM t', "INSERT INTO t (v) VALUES ('d')"],
  },
  {
    name: 'names with quotes, columns called rowid, a table without a key',
    schema: `CREATE TABLE "odd ""name" ("a""b" TEXT, rowid TEXT); CREATE TABLE plain (v); INSERT INTO plain VALUES (1), (1), (2);
      INSERT INTO "odd ""name" VALUES ('1', 'r1'), ('2', 'r2')`,
    statements: [
      `UPDATE "odd ""name" SET "a""b" = 'x' WHERE rowid = 'r2'`,
      'DELETE FROM plain WHERE v = 1',
      'INSERT INTO plain VALUES (3)',
    ],
  },
  {
    name: 'savepoints that are returned to and released',
    schema: PLAIN,
    statements: [
      'UPDATE t SET n = 0 WHERE id = 1',
      'SAVEPOINT a',
      'DELETE FROM t',
      'ROLLBACK TO a',
      "INSERT INTO t VALUES (7, 'seven', 7)",
      'SAVEPOINT b',
      'UPDATE t SET name = id',
      'RELEASE b',
      'SAVEPOINT c',
      'UPDATE t SET n = 4',
      'ROLLBACK TO a',
      'UPDATE t SET n = 8 WHERE id = 2',
    ],
  },
  {
    name: 'a table that is first written behind a savepoint that is returned to',
    schema: PAIR,
    statements: [
      'SAVEPOINT a',
      'UPDATE p SET name = 1',
      'ROLLBACK TO a',
      'UPDATE p SET name = 2 WHERE id = 1',
      'DELETE FROM p WHERE id = 2',
    ],
  },
  {
    name: 'full-text search',
    schema: `CREATE VIRTUAL TABLE f USING fts5(title, body); INSERT INTO f (rowid, title, body) VALUES (1, 'a', 'one'), (2, 'b', 'two')`,
    statements: [
      "INSERT INTO f (title, body) VALUES ('c', 'three')",
      "UPDATE f SET body = 'zwei' WHERE rowid = 2",
      'DELETE FROM f WHERE rowid = 1',
    ],
  },
  {
    name: 'full-text search over another table, kept by triggers',
    schema: `${PLAIN} CREATE VIRTUAL TABLE f USING fts5(name, content=t, content_rowid=id); INSERT INTO f (f) VALUES ('rebuild');
      CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO f (rowid, name) VALUES (new.id, new.name); END;`,
    statements: ["INSERT INTO t VALUES (8, 'eight', 8)"],
  },
  {
    name: 'rtree',
    schema: 'CREATE VIRTUAL TABLE r USING rtree(id, x0, x1); INSERT INTO r VALUES (1, 0, 1), (2, 5, 6)',
    statements: [
      'UPDATE r SET x1 = 9 WHERE id = 1',
      'INSERT INTO r VALUES (3, 1, 2)',
      'DELETE FROM r WHERE id = 2',
    ],
  },
  {
    name: 'a new table with an index and rows',
    schema: PLAIN,
    statements: [
      'CREATE TABLE u (a, b)',
      'CREATE INDEX ua ON u (a)',
      'INSERT INTO u SELECT id, name FROM t',
      'UPDATE t SET n = 0 WHERE id = 1',
    ],
  },
  {
    name: 'CREATE TABLE AS, and DROP of another',
    schema: `${PLAIN} CREATE TABLE gone (v); INSERT INTO gone VALUES (1), (2);`,
    statements: [
      'UPDATE t SET n = 5 WHERE id = 2',
      'CREATE TABLE copy AS SELECT * FROM t',
      'DROP TABLE gone',
    ],
  },
  {
    name: 'columns that are added, renamed and dropped between writes',
    schema: PLAIN,
    statements: [
      'UPDATE t SET n = 5 WHERE id = 2',
      "ALTER TABLE t ADD COLUMN more TEXT DEFAULT 'x'",
      "UPDATE t SET more = 'y' WHERE id = 1",
      'ALTER TABLE t RENAME COLUMN n TO number',
      'ALTER TABLE t DROP COLUMN more',
      'DELETE FROM t WHERE id = 4',
    ],
  },
  {
    name: 'a table that is renamed',
    schema: PLAIN,
    statements: [
      'DELETE FROM t WHERE id = 1',
      'ALTER TABLE t RENAME TO t2',
      "INSERT INTO t2 VALUES (6, 'six', 6)",
    ],
  },
  {
    name: 'a change of the schema that is taken back by a savepoint',
    schema: PLAIN,
    statements: [
      'UPDATE t SET n = 5 WHERE id = 2',
      'SAVEPOINT a',
      'ALTER TABLE t ADD COLUMN more',
      'CREATE TABLE u (v)',
      'INSERT INTO u VALUES (1)',
      'ROLLBACK TO a',
      'UPDATE t SET n = 6 WHERE id = 3',
      "INSERT INTO t VALUES (9, 'nine', 9)",
    ],
  },
  {
    name: 'a trigger that is made in between, and a change of the schema that fails',
    schema: `${PLAIN} CREATE TABLE log (v);`,
    statements: [
      'UPDATE t SET n = 5 WHERE id = 2',
      'CREATE TABLE t (x)',
      'UPDATE t SET n = 6 WHERE id = 1',
      'CREATE TRIGGER a AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (old.n); END',
      'UPDATE t SET n = 7 WHERE id = 2',
      'DROP TRIGGER a',
    ],
    failing: [1],
  },
  {
    name: 'a common table expression that writes, and REINDEX',
    schema: PLAIN,
    statements: [
      "WITH x(i) AS (VALUES (11), (12)) INSERT INTO t (id, name) SELECT i, 'n' || i FROM x",
      'REINDEX',
      'WITH x AS (SELECT max(id) AS m FROM t) DELETE FROM t WHERE id = (SELECT m FROM x)',
      'UPDATE t SET n = o.n FROM (SELECT id + 1 AS id, n FROM t) AS o WHERE o.id = t.id',
    ],
  },
];

for (const journal of ['WAL', 'DELETE'] as const) {
  test.for(scripts)(
    `Changes are the difference of the dumps, ${journal}: $name`,
    ({ schema, statements, failing = [] }) => {
      const capture = openCapture(schema, journal);
      const before = dumpOf(capture.driver);
      capture.begin();
      statements.forEach((sql, at) => {
        const result = capture.run(sql);
        expect([sql, result instanceof Error ? result.message : null]).toEqual([
          sql,
          failing.includes(at) ? expect.any(String) : null,
        ]);
      });
      const expected = differenceOf(before, dumpOf(capture.driver));
      expect(capture.captured()).toEqual(expected);
      expect(differenceOf(before, dumpOfFile(capture.path))).toEqual([]);
      capture.call('commitTransaction', null);
      expect(differenceOf(before, dumpOfFile(capture.path))).toEqual(expected);
      expect(capture.driver.allSync('SELECT count(*) FROM temp.sqlite_schema').rows).toEqual([[0]]);
    },
  );
}
