import type { CallOptions, ResultSet, Row, SqlValue } from '../types.ts';

/** Rows that an iteration reads ahead. */
export const CHUNK_ROWS = 100;

/** How a `Database` gets at SQLite: a driver of its own, or connections of the pool. */
export interface DatabaseAccess {
  exec(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<void>;
  query(sql: string, params: readonly SqlValue[] | undefined, options: CallOptions): Promise<Row[]>;
  /** Chunks of rows. Holds no lock that could make a write of the same `Database` fail. */
  iterate(
    sql: string,
    params: readonly SqlValue[] | undefined,
    options: CallOptions,
  ): AsyncIterable<ResultSet>;
  close(): Promise<void>;
  /** Only where there are sync calls. */
  readonly sync?: SyncAccess;
}

export interface SyncAccess {
  execSync(sql: string, params: readonly SqlValue[] | undefined): void;
  querySync(sql: string, params: readonly SqlValue[] | undefined): Row[];
  closeSync(): void;
}
