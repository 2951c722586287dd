import type { z } from 'zod';

/** What JSON Schema has no words for. */
export interface ZodAnnotation {
  /** The kind of zod where JSON Schema has none: `date`, `bigint`, `map`, `set`, ... */
  readonly kind?: string | undefined;
  /** `map`: its keys. */
  readonly key?: StoredSchema | undefined;
  /** `map` and `set`: their values; `catch`: what is taken instead. */
  readonly value?: unknown;
  /** Least and greatest value: dates as ISO texts, bigints as texts, sizes of maps and sets as numbers. */
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
  /** `z.coerce`. */
  readonly coerce?: boolean | undefined;
  /** The default is taken for a missing input and then parsed. */
  readonly prefault?: boolean | undefined;
  /** Field by which a discriminated union is told apart. */
  readonly discriminator?: string | undefined;
  /** Flags of the regular expressions in `pattern`, in their order. */
  readonly flags?: readonly string[] | undefined;
  /** A field that may be there as `undefined`, but not be missing, and the like. */
  readonly nonoptional?: boolean | undefined;
  /** Rules that stand in the program only: `refine`, `transform`, `preprocess`, `custom`, `message`. */
  readonly onlyInCode?: readonly string[] | undefined;
}

/** A schema as a file keeps it: JSON Schema of what is put in, with `x-zod` where that is not enough. */
export type StoredSchema = z.core.JSONSchema.BaseSchema & { 'x-zod'?: ZodAnnotation };

/** The schemas that were built from stored ones: what is stored again is what was stored. */
export const builtSchemas = new WeakMap<z.core.$ZodType, StoredSchema>();
