import type { z } from 'zod';

/** What JSON Schema has no words for. Values that JSON cannot hold are `{"__type": kind, "value": ...}`, as in documents. */
export interface ZodAnnotation {
  /** The kind of zod where JSON Schema has none. */
  readonly kind?: ZodKind | undefined;
  /** `map`: its keys. */
  readonly key?: StoredSchema | undefined;
  /** `map` and `set`: their values. */
  readonly value?: StoredSchema | undefined;
  /** `literal`: what it may be. */
  readonly values?: readonly unknown[] | undefined;
  /** Least and greatest value: dates as ISO texts, bigints as texts, sizes of maps and sets as numbers. */
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
  /** `z.coerce`. */
  readonly coerce?: boolean | undefined;
  /** A default that JSON cannot hold. */
  readonly default?: unknown;
  /** The default is parsed like an input, in the place of one that is missing. */
  readonly prefault?: boolean | undefined;
  /** Taken in the place of what is not valid. */
  readonly catch?: { readonly value: unknown } | undefined;
  /** Field by which the members of a union are told apart. */
  readonly discriminator?: string | undefined;
  /** Flags of the regular expressions, in their order. */
  readonly flags?: readonly string[] | undefined;
  /** Rules that stand in the program only: `refine`, `transform`, `preprocess`, `custom`, `message`, ... */
  readonly onlyInCode?: readonly string[] | undefined;
}

export type ZodKind = 'date' | 'bigint' | 'map' | 'set' | 'undefined' | 'void' | 'nan' | 'symbol' | 'literal';

/** A schema as a file keeps it: JSON Schema of what is put in, with `x-zod` where that is not enough. */
export type StoredSchema = z.core.JSONSchema.BaseSchema & { 'x-zod'?: ZodAnnotation };

/** The schemas that were built from stored ones: what is stored again is what was stored. */
export const builtSchemas = new WeakMap<z.core.$ZodType, StoredSchema>();
