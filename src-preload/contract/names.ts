import { z } from 'zod';

/** Opaque id of an open file; stays the same when the engine is restarted. */
export const fileId = z.string().min(1).max(64);

/** Opaque id of a `rows.open` handle. */
export const viewId = z.string().min(1).max(64);

/** Name of a table, view or column exactly as SQLite has it; empty names exist. */
export const objectName = z.string().max(1_048_576);

/** A path on the computer that runs the engine. */
export const filePath = z.string().min(1).max(4096);
