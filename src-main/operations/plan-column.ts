/** A column of a view as operations read it. */
export type PlanColumn =
  /** A column of the table; `sql` is what stands in the SELECT list, such as `"title"`. */
  | { readonly kind: 'stored'; readonly sql: string }
  /** A field of a collection's document; `sql` is the column of the document, `path` its keys from the top. */
  | { readonly kind: 'field'; readonly sql: string; readonly path: readonly string[] };
