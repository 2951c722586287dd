import type { z } from 'zod';

/** Any zod schema that the documents of a collection can have: an object, a union of objects, an intersection, ... */
export type DocumentSchema = z.ZodType;

/** What a document is, once it is read: what the schema gives, with its id. */
export type DocumentOf<S extends DocumentSchema> = WithId<z.output<S>, IdKey<z.output<S>>>;

/** What may be handed to `insert`: what the schema takes, where the id may be left out. */
export type NewDocumentOf<S extends DocumentSchema> = OptionalId<z.input<S>, IdKey<z.input<S>>>;

/** What may be handed to `put`: any of the fields; undefined takes one away. */
export type ChangesOf<S extends DocumentSchema> = PartialOf<z.input<S>>;

/** Keys that a type names itself, in all members of a union; without those of an index signature. */
type NamedKeys<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };

/** `id` where all documents have it, else `_id`. */
type IdKey<T> = 'id' extends NamedKeys<T> ? 'id' : '_id';

/** An id is always there, also where the schema lets it be missing. */
type WithId<T, Id extends string> = T extends { readonly [K in Id]: unknown }
  ? T
  : T & Readonly<Record<Id, string>>;

/** Distributes over unions, so that each of their members keeps its own fields. */
type OptionalId<T, Id extends string> = T extends unknown
  ? Id extends NamedKeys<T>
    ? { [K in keyof T as K extends Id ? never : K]: T[K] } & { [K in Id]?: T[K] | undefined }
    : T & { [K in Id]?: string | undefined }
  : never;

type PartialOf<T> = T extends unknown ? { readonly [K in keyof T]?: T[K] | undefined } : never;

/** SQL of a foreign key's action. */
export type ForeignKeyAction = 'CASCADE' | 'SET NULL' | 'SET DEFAULT' | 'RESTRICT' | 'NO ACTION';

export type ColumnType = 'TEXT' | 'INTEGER' | 'REAL' | 'BLOB';

/** A field of the documents that is kept in a column of its own as well, as the user writes it. */
export interface ConstrainedFieldDefinition {
  /** Default from the zod type. `'unique'` is the seed's way to write `{unique: true}`. */
  readonly type?: ColumnType | 'unique' | undefined;
  readonly unique?: boolean | undefined;
  readonly index?: boolean | undefined;
  /** `table.column`. */
  readonly foreignKey?: string | undefined;
  readonly onDelete?: ForeignKeyAction | undefined;
  readonly onUpdate?: ForeignKeyAction | undefined;
  /** Default: whether the schema lets the field be missing or null. */
  readonly nullable?: boolean | undefined;
  /** A condition in SQL over the column, which is written as its quoted name. */
  readonly check?: string | undefined;
}

/** The same, checked and complete. */
export interface ConstrainedField {
  /** Keys from the root of the document: a dotted path in pieces. */
  readonly path: readonly string[];
  /** The path as the user wrote it. */
  readonly field: string;
  /** Name of the column, unquoted. */
  readonly column: string;
  readonly type: ColumnType;
  readonly unique: boolean;
  readonly index: boolean;
  readonly foreignKey?: { readonly table: string; readonly column: string } | undefined;
  readonly onDelete?: ForeignKeyAction | undefined;
  readonly onUpdate?: ForeignKeyAction | undefined;
  readonly nullable: boolean;
  readonly check?: string | undefined;
}

/** A constraint over several constrained fields, or a condition over the table (see `constraint-helpers.ts`). */
export type TableConstraint =
  | {
      readonly kind: 'unique' | 'index';
      readonly fields: readonly string[];
      readonly name?: string | undefined;
    }
  | { readonly kind: 'check'; readonly sql: string; readonly name?: string | undefined }
  | {
      readonly kind: 'foreignKey';
      readonly fields: readonly string[];
      readonly table: string;
      readonly columns: readonly string[];
      readonly onDelete?: ForeignKeyAction | undefined;
      readonly onUpdate?: ForeignKeyAction | undefined;
    };

/** Third argument of `db.collection`. */
export interface CollectionOptions {
  /** Field that holds the id: default `id` where the schema has it, else `_id`. */
  readonly primaryKey?: string | undefined;
  /** Dotted paths that are indexed. */
  readonly indexes?: readonly string[] | undefined;
  readonly constraints?: readonly TableConstraint[] | undefined;
  readonly constrainedFields?: Readonly<Record<string, ConstrainedFieldDefinition>> | undefined;
  /** Default 1. Registering a higher one than the file has runs `upgrades` and backfills. */
  readonly version?: number | undefined;
  /** By the version that they lead to: what turns a document of the version before into one of this. */
  readonly upgrades?:
    | Readonly<Record<number, (document: Record<string, unknown>) => Record<string, unknown>>>
    | undefined;
  /** Documents that are read are validated as well. Default false. */
  readonly validateReads?: boolean | undefined;
  /** Makes a new id. Default a random UUID. */
  readonly generateId?: (() => string) | undefined;
  /** Attaches to a table that is there, without DDL: nothing but documents is ever written. Default false. */
  readonly attach?: boolean | undefined;
}

/** A collection as it was registered: what `Registry` keeps, and what hooks get as `schema`. */
export interface CollectionSpec<S extends DocumentSchema = DocumentSchema> {
  readonly name: string;
  readonly schema: S;
  /** The field with the id. */
  readonly primaryKey: string;
  /** Whether the schema itself has that field. */
  readonly hasIdInSchema: boolean;
  readonly constrainedFields: readonly ConstrainedField[];
  readonly constraints: readonly TableConstraint[];
  readonly version: number;
  readonly options: CollectionOptions;
}
