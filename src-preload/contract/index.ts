import type { z } from 'zod';
import { catalog } from './catalog.ts';
import { collections } from './collections.ts';
import { commits } from './commits.ts';
import { edits } from './edits.ts';
import { files } from './files.ts';
import type { AnyMethod, Method, Slice, StreamMethod } from './method.ts';
import { plugins } from './plugins.ts';
import { preferences } from './preferences.ts';
import { queries } from './queries.ts';
import { rows } from './rows.ts';
import { schemas } from './schemas.ts';
import { shell } from './shell.ts';
import { stats } from './stats.ts';
import { transactions } from './transactions.ts';

/** Every method of the bridge, by slice and verb: the single source of truth of what crosses. */
export const contract = {
  files,
  catalog,
  rows,
  collections,
  edits,
  commits,
  schemas,
  queries,
  transactions,
  plugins,
  preferences,
  stats,
  shell,
} as const satisfies Record<string, Slice>;

export type Contract = typeof contract;
export type SliceName = keyof Contract;
/** Slices that the engine answers; `shell` is answered by the shell. */
export type EngineSliceName = Exclude<SliceName, 'shell'>;

/** What a caller may pass: defaults may be left out. */
export type InputOf<M extends AnyMethod> = z.input<M['input']>;
/** What a handler receives. */
export type ParsedInputOf<M extends AnyMethod> = z.output<M['input']>;
export type OutputOf<M extends AnyMethod> = M extends Method ? z.output<M['output']> : never;
export type ChunkOf<M extends AnyMethod> = M extends StreamMethod ? z.output<M['chunk']> : never;

export { type BridgeErrorCode, bridgeErrorCodes } from './bridge-error-codes.ts';
export type * from './catalog.ts';
export * from './cell.ts';
export { decode, encode } from './codec.ts';
export type * from './collections.ts';
export type * from './commits.ts';
export type * from './edits.ts';
export { type EventName, type EventValue, events } from './events.ts';
export type * from './files.ts';
export { type Frame, FrameKind, readFrame, writeFrame } from './frame.ts';
export type { AnyMethod, Method, Slice, StreamMethod } from './method.ts';
export type * from './plugins.ts';
export type * from './preferences.ts';
export type * from './queries.ts';
export type { Reply, WireError } from './reply.ts';
export type * from './rows.ts';
export type * from './schemas.ts';
export type * from './session.ts';
export type * from './shell.ts';
export type * from './stats.ts';
export type * from './transactions.ts';
