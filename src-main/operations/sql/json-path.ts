/** The path of SQLite's JSON functions for keys from the top: `$."a"."b c"`. */
export function jsonPath(keys: readonly string[]): string {
  return `$${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`;
}
