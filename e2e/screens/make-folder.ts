import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDatabase } from '../fixtures/make-database.ts';
import { ROOT } from '../shells/choose-shells.ts';

/** Files of a folder that every screen can be shown with. */
export interface ScreenFiles {
  /** The sample: tables, collections, views, every type of value. */
  readonly sample: string;
  /** What is empty, does not end or cannot be read. */
  readonly states: string;
  /** A text that is called a database. */
  readonly wrong: string;
}

/** Makes the files in an empty folder. */
export function makeFolder(folder: string): ScreenFiles {
  const sample = join(folder, 'music-store.sqlite');
  copyFileSync(join(ROOT, 'resources', 'music-store.sqlite'), sample);
  const states = makeDatabase(join(folder, 'field-notes.sqlite'), (db) => {
    db.exec(`
      CREATE TABLE sightings (id INTEGER PRIMARY KEY, bird TEXT, seen_at TEXT);
      CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
      INSERT INTO places VALUES (1, 'North shore'), (2, 'Old quarry');
      CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS total FROM n;
      CREATE VIEW broken AS SELECT missing FROM nowhere;
    `);
  });
  const wrong = join(folder, 'holiday-list.sqlite');
  writeFileSync(wrong, 'Tent, lamp, rope, map, boots, bread, tea.\n'.repeat(100));
  mkdirSync(join(folder, 'older'));
  return { sample, states, wrong };
}
