import { randomBytes } from 'node:crypto';
import type { OpenFile } from '../open-file.ts';
import { CommitHistory } from './history.ts';
import { SafetyCopies } from './safety-copies.ts';

/** What is kept with the data of Cairn about what it wrote into files: their history and copies of before. */
export class KeptWrites {
  readonly #dataFolder: string;
  readonly #histories = new Map<string, CommitHistory>();
  readonly #copies = new Map<string, SafetyCopies>();

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  historyOf({ info: { path } }: OpenFile): CommitHistory {
    const history = this.#histories.get(path) ?? new CommitHistory(this.#dataFolder, path);
    this.#histories.set(path, history);
    return history;
  }

  copiesOf({ info: { path } }: OpenFile): SafetyCopies {
    const copies = this.#copies.get(path) ?? new SafetyCopies(this.#dataFolder, path);
    this.#copies.set(path, copies);
    return copies;
  }

  /** Notes a change of the schema, which is in the file whether this succeeds or not. */
  async noteSchema(file: OpenFile, table: string): Promise<void> {
    const commit = {
      id: randomBytes(8).toString('hex'),
      at: Date.now(),
      source: 'schema' as const,
      undoes: null,
      counts: { inserted: 0, updated: 0, deleted: 0 },
      tables: [table],
      isWhole: false,
      undoReason:
        'It changed the schema, which is not taken back row by row. Restore the safety copy instead.',
    };
    try {
      await this.historyOf(file).add(commit, null);
    } catch (error) {
      console.error('A schema is in the file, but could not be noted:', error);
    }
  }
}
