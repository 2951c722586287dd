import type { SqlValue } from '../types.ts';
import type { BoundValue, TypedRow } from './native-handle.ts';

/** The part of Bun's module `bun:sqlite` that the driver uses. */
export interface BunSqlite {
  readonly Database: new (filename: string, flags: number) => BunDatabase;
  readonly constants: Readonly<
    Record<
      'SQLITE_OPEN_READONLY' | 'SQLITE_OPEN_READWRITE' | 'SQLITE_OPEN_CREATE' | 'SQLITE_OPEN_URI',
      number
    >
  >;
}

export interface BunDatabase {
  readonly inTransaction: boolean;
  prepare(sql: string): BunStatement;
  /** Runs all statements of a script. */
  run(sql: string): unknown;
  /** The file stays open until every statement is finalized. */
  close(): void;
}

export interface BunStatement {
  /** Newer versions only. */
  readonly readonly?: boolean;
  readonly reader?: boolean;
  readonly columnNames: string[];
  safeIntegers(isOn: boolean): unknown;
  values(params: readonly BoundValue[]): TypedRow[];
  run(params: readonly BoundValue[]): { readonly changes: number };
  iterate(params: readonly BoundValue[]): Iterator<Readonly<Record<string, SqlValue>>>;
  finalize(): void;
  /** The text of the statement, with the values that were bound. */
  toString(): string;
}
