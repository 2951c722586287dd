import type { SqlValue, StatementColumn } from '../types.ts';
import type { RowCollector } from './joined-rows.ts';
import type { SqlParameters } from './sql-text.ts';

/** A value as it is handed to a native module: JS numbers are REAL there, so integers come as bigint. */
export type BoundValue = null | number | bigint | string | Uint8Array;

/** A value as a native module reads it when asked for 64-bit integers: every INTEGER is a bigint. */
export type TypedRow = SqlValue[];

/** A prepared statement of a native module, brought to one form. Throws what the module throws. */
export interface NativeStatement {
  /** Whether it can change nothing, as far as the module or the text tells. */
  readonly isReadonly: boolean;
  /** Names of the result's columns, none for a statement without a result. True after the first step. */
  columns(): string[];
  all(params: readonly BoundValue[]): TypedRow[];
  /** Gives the number of rows that were changed. */
  run(params: readonly BoundValue[]): number;
  iterate(params: readonly BoundValue[]): Iterator<TypedRow>;
  /** Whether it writes nothing, asked of SQLite itself. */
  changesNothing(): boolean;
  /** The columns of its result with their origin. */
  describe(): StatementColumn[];
  /** Frees it now, where the module would keep the file open for it; `columns` can still be asked. */
  release?(): void;
}

/** An open SQLite handle of a native module. */
export interface NativeHandle {
  readonly isInTransaction: boolean;
  /** Refuses texts with several statements, and parameters with names unless they were found by the caller. */
  prepare(sql: string, parameters?: SqlParameters): NativeStatement;
  /** Collects the texts of rows, where the module can have functions of SQL made. */
  readonly collector?: RowCollector | undefined;
  /** Runs all statements of a script. */
  runScript(sql: string): void;
  /** Defines a function for statements of this handle, where the module can. */
  define?(name: string, call: () => number): true;
  close(): void;
}
