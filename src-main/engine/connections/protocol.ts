import type { SerializedError } from '../errors.ts';
import type { DriverName, DriverOptions, GuardedStatement, SqlValue, StatementFigures } from '../types.ts';

/*
 * What goes between `RemoteConnection` and `serveConnection`. Requests are handled in the order of arrival, one at
 * a time; `stop` alone is heard at once. Every request but `stop` gets exactly one answer with its `id`.
 */

/** Work that is asked for. Those of `StreamRequest` also ask for the first value. */
export type Work =
  | {
      readonly kind: 'query' | 'exec' | 'run';
      readonly sql: string;
      readonly params: readonly SqlValue[] | undefined;
    }
  | { readonly kind: 'atomic'; readonly statements: readonly GuardedStatement[] }
  | { readonly kind: 'hasTransaction' }
  | { readonly kind: 'call'; readonly operation: string; readonly input: unknown }
  | StreamWork;

export type StreamWork =
  | {
      readonly kind: 'stream';
      readonly sql: string;
      readonly params: readonly SqlValue[] | undefined;
      readonly chunkRows: number;
    }
  | { readonly kind: 'callStream'; readonly operation: string; readonly input: unknown };

export interface OpenWork {
  readonly kind: 'open';
  readonly driver: DriverName;
  readonly options: DriverOptions;
}

/** `stream` is the id of the request that began it. */
export interface PullWork {
  readonly kind: 'pull';
  readonly stream: number;
}

export interface CloseWork {
  readonly kind: 'close';
}

export interface Request {
  readonly id: number;
  readonly work: Work | OpenWork | PullWork | CloseWork;
}

/** Takes back a request that has not begun, or ends the stream that it began. */
export interface Stop {
  readonly stop: number;
}

export type Outcome =
  | { readonly id: number; readonly value: unknown; readonly isEnd?: boolean }
  | { readonly id: number; readonly error: SerializedError };

/** Every answer tells the figures of the prepared statements besides, once the file is open. */
export type Answer = Outcome & { readonly statements?: StatementFigures };
