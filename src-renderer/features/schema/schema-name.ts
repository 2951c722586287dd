/** What a schema is called: by its collection, or by the table and the column with the documents. */
export function schemaName(object: string, column: string | null): string {
  return column === null ? object : `${object}.${column}`;
}
