/** The path of SQLite's JSON functions for keys and positions from the top: `$."a"."b c"[0]`. */
export function jsonPath(keys: readonly (string | number)[]): string {
  return `$${keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${JSON.stringify(key)}`)).join('')}`;
}
