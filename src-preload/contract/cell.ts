import { z } from 'zod';
import { CellTag } from './cell-tag.ts';

export { CellTag };

export type TaggedCell =
  | readonly [typeof CellTag.real, string]
  | readonly [typeof CellTag.longText, number, string]
  | readonly [typeof CellTag.badText, number, Uint8Array]
  | readonly [typeof CellTag.blob, number, Uint8Array]
  | readonly [typeof CellTag.jsonb, number, string, boolean]
  | readonly [typeof CellTag.array, number]
  | readonly [typeof CellTag.object, number]
  | readonly [typeof CellTag.jsonNumber, string]
  | readonly [typeof CellTag.boolean, boolean]
  | readonly [typeof CellTag.jsonNull]
  | readonly [typeof CellTag.missing];

export type Cell = null | number | bigint | string | TaggedCell;

const bytes = z.instanceof(Uint8Array);

export const cellSchema: z.ZodType<Cell> = z.union([
  z.null(),
  z.number(),
  z.bigint(),
  z.string(),
  z.tuple([z.literal(CellTag.real), z.string()]),
  z.tuple([z.literal(CellTag.longText), z.int(), z.string()]),
  z.tuple([z.literal(CellTag.badText), z.int(), bytes]),
  z.tuple([z.literal(CellTag.blob), z.int(), bytes]),
  z.tuple([z.literal(CellTag.jsonb), z.int(), z.string(), z.boolean()]),
  z.tuple([z.literal(CellTag.array), z.int()]),
  z.tuple([z.literal(CellTag.object), z.int()]),
  z.tuple([z.literal(CellTag.jsonNumber), z.string()]),
  z.tuple([z.literal(CellTag.boolean), z.boolean()]),
  z.tuple([z.literal(CellTag.jsonNull)]),
  z.tuple([z.literal(CellTag.missing)]),
]);

/**
 * One value of a row's key, complete and exact: integers as integral number or bigint, REAL as `[1, number]`
 * wherever it is integral or infinite, TEXT as string or, where it is not valid, as `[3, bytes]`, BLOB as bytes.
 */
export type KeyValue =
  | null
  | number
  | bigint
  | string
  | Uint8Array
  | readonly [typeof CellTag.real, number]
  | readonly [typeof CellTag.badText, Uint8Array];

export const keyValueSchema: z.ZodType<KeyValue> = z.union([
  z.null(),
  z.number(),
  z.bigint(),
  z.string().max(1_000_000),
  bytes,
  // Plain z.number() refuses infinities, which SQLite stores.
  z.tuple([
    z.literal(CellTag.real),
    z.union([z.number(), z.literal([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])]),
  ]),
  z.tuple([z.literal(CellTag.badText), bytes]),
]);

/** The values that name one row, in the order of the view's `key` columns. */
export type RowKey = readonly KeyValue[];

export const rowKeySchema = z.array(keyValueSchema).min(1).max(64);
