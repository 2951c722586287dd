import type { ResultColumn } from '../../../../src-preload/contract/queries.ts';
import type { RowList } from './row-blocks.ts';

/** The figures of a statement that has ended. */
export interface RunFigures {
  readonly rows: number;
  readonly changes: number | null;
  readonly milliseconds: number;
  readonly notes: readonly string[];
}

/** The rows that one statement gave. `rows` grows while it runs; `count` says how many of them are there. */
export interface ResultSet {
  readonly id: number;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: RowList;
  readonly count: number;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** There are more rows than were read. */
  readonly isCut: boolean;
  readonly figures: RunFigures | null;
}

/** A statement that is to be run. */
export interface RunStatement {
  readonly sql: string;
  /** Where it begins in the text of the console; null: it does not stand there. */
  readonly from: number | null;
  /** The query as in code that it was made of. */
  readonly typed?: string | undefined;
}

/** What was said of a statement. */
export interface RunMessage {
  readonly id: number;
  readonly kind: 'done' | 'stopped' | 'error';
  readonly at: number;
  readonly sql: string;
  readonly text: string;
  readonly hint: string | null;
  /** For "Copy report": code and text of SQLite. */
  readonly report: string | null;
  readonly problem: RunProblem | null;
  readonly notes: readonly string[];
  /** The SQL that a query as in code became; null: it was SQL. */
  readonly becomes: string | null;
  /** A lock was in the way: the same may do later. */
  readonly canRetry: boolean;
}

/** Where in the text a statement went wrong. */
export interface RunProblem {
  readonly message: string;
  /** Where its statement began in the text of the console. */
  readonly from: number;
  /** In the text of the console, in UTF-16 units. */
  readonly offset: number;
  /** Of what stands there; 0: it is not known. */
  readonly length: number;
  /** The name that was meant, probably; without the table before it. */
  readonly nearest: string | null;
}
