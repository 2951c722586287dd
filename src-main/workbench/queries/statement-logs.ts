import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundStatement } from '../../../src-preload/contract/queries.ts';
import { onePerFile, queriesFolder, queryFolder } from './query-folder.ts';
import { distinctStatements, StatementLog, type StatementSearch } from './statement-log.ts';

const NAME = 'history.ndjson';
/** Bytes of the logs that a search of all files reads; those that were written last come first. */
const MOST_BYTES = 32 * 1_048_576;

/** The statements that were run, of all files. */
export class StatementLogs {
  readonly #dataFolder: string;
  readonly #at = onePerFile((path) => new StatementLog(path));

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /** The statements that were run on the file at a path. */
  of(path: string): StatementLog {
    return this.#at(join(queryFolder(this.#dataFolder, path), NAME));
  }

  /** The newest first, of every file. A log that cannot be read hides no other. */
  async find(search: StatementSearch): Promise<{ entries: FoundStatement[]; total: number }> {
    const { isDistinct = false, limit } = search;
    const found = await Promise.all((await this.#newest()).map((path) => this.#at(path).find(search)));
    const entries = found.flatMap((one) => one.entries).sort((one, other) => other.at - one.at);
    const total = found.reduce((sum, one) => sum + one.total, 0);
    return { entries: (isDistinct ? distinctStatements(entries) : entries).slice(0, limit), total };
  }

  async #newest(): Promise<readonly string[]> {
    const folder = queriesFolder(this.#dataFolder);
    const names = await readdir(folder).catch(() => []);
    const logs = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name, NAME);
        const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
        return { path, size, mtimeMs };
      }),
    );
    let left = MOST_BYTES;
    return logs
      .filter(({ size }) => size > 0)
      .sort((one, other) => other.mtimeMs - one.mtimeMs)
      .filter(({ size }) => {
        left -= size;
        return left >= 0;
      })
      .map(({ path }) => path);
  }
}
