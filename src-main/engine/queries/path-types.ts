type Scalar =
  | string
  | number
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | Date
  | Uint8Array
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ((...values: never[]) => unknown);

/** How deep typed paths go, so that recursive documents have an end; deeper ones are accepted as plain text. */
type Below = [never, 0, 1, 2, 3, 4];
type Depth = 0 | 1 | 2 | 3 | 4 | 5;

/** The dotted paths of a document. */
export type PathOf<T, D extends Depth = 4> = T extends Scalar
  ? never
  : T extends readonly (infer E)[]
    ? `${number}` | Longer<`${number}`, E, D>
    : T extends object
      ? { [K in keyof T & string]: K | Longer<K, T[K], D> }[keyof T & string]
      : never;

type Longer<Key extends string, T, D extends Depth> = Below[D] extends infer B extends Depth
  ? `${Key}.${PathOf<T, B>}`
  : never;

/** A typed path, offered by editors, or any text: what the schema does not have is refused when it is called. */
export type PathInput<T> = PathOf<T> | (string & {});

/** What is at a path of a document; `unknown` where the type does not say. Of unions, of all members that have it. */
export type ValueAt<T, P extends string> = [Lookup<T, P>] extends [never] ? unknown : Lookup<T, P>;

type Lookup<T, P extends string> = T extends null | undefined
  ? never
  : P extends keyof T
    ? T[P]
    : P extends `${infer Head}.${infer Rest}`
      ? Head extends keyof T
        ? Lookup<T[Head], Rest>
        : T extends readonly (infer E)[]
          ? Head extends `${number}`
            ? Lookup<E, Rest>
            : never
          : never
      : T extends readonly (infer E)[]
        ? P extends `${number}`
          ? E
          : never
        : never;

/** What an array or a set is made of. */
export type ElementOf<V> = V extends readonly (infer E)[]
  ? E
  : V extends ReadonlySet<infer E>
    ? E
    : unknown extends V
      ? unknown
      : never;

/** A document that has only what is at these paths. */
export type SelectionOf<T, P extends string> = Simplify<
  Intersection<P extends unknown ? (part: Part<T, P>) => void : never>
>;

type Part<T, P extends string> = T extends null | undefined
  ? T
  : P extends keyof T
    ? Pick<T, P>
    : P extends `${infer Head}.${infer Rest}`
      ? Head extends keyof T
        ? { [K in keyof Pick<T, Head>]: Part<T[K], Rest> }
        : unknown
      : unknown;

/** Of all parts at once, without taking the union apart first. */
type Intersection<F> = [F] extends [never] ? unknown : [F] extends [(part: infer I) => void] ? I : never;

type Simplify<T> = T extends Scalar | readonly unknown[] ? T : { [K in keyof T]: Simplify<T[K]> };
