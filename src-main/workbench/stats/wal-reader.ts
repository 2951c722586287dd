import type { WalReader } from '../../../src-preload/contract/index.ts';
import type { ConnectionStats } from '../../engine/index.ts';
import { programWords } from '../files/lock-holders.ts';
import { walReaders } from '../files/wal-readers.ts';

/** Who keeps the WALs of files from shrinking: of each file the reader with the oldest snapshot. */
export class OldestWalReaders {
  readonly #seen = new Map<string, WalReader>();

  /** Named by who holds its connection, or as a program. null: nobody reads, or the system does not tell. */
  async of(path: string, connections: readonly ConnectionStats[]): Promise<WalReader | null> {
    const [oldest] = (await walReaders(path)) ?? [];
    if (oldest === undefined) {
      this.#seen.delete(path);
      return null;
    }
    const { pid, frames } = oldest;
    const own = connections.find((connection) => connection.pid === pid);
    const words = own === undefined ? await programWords(pid) : (own.holder ?? `${own.id}, which nobody has`);
    const before = this.#seen.get(path);
    const isSame = before?.pid === pid && before.frames === frames && before.words === words;
    const since = isSame ? before.since : (own?.heldSince ?? Date.now());
    const reader = { connection: own?.id ?? null, pid, words, frames, since };
    this.#seen.set(path, reader);
    return reader;
  }
}
