import type { Driver } from '../../engine/types.ts';
import type { DocumentImage, RowImage } from '../commit/commit-input.ts';

/** The same image with the JSON text of columns that hold JSONB on both sides, as SQLite prints it. */
export function withJsonb(driver: Driver, image: RowImage): RowImage {
  const { before, after, changed, columns } = image;
  if (before === null || after === null) return image;
  const documents = new Map<string, DocumentImage>();
  for (const name of changed) {
    const at = columns.indexOf(name);
    const [was, is] = [jsonbText(driver, before.values[at]), jsonbText(driver, after.values[at])];
    if (was !== null && is !== null) documents.set(name, { encoding: 'jsonb', before: was, after: is });
  }
  return documents.size === 0 ? image : { ...image, documents };
}

/** The JSON text of a value that holds an object or array as JSONB; null: it holds none. */
export function jsonbText(driver: Driver, value: unknown): string | null {
  if (!(value instanceof Uint8Array)) return null;
  const { rows } = driver.allSync('SELECT CASE WHEN json_valid(?1, 8) THEN json(?1) END', [value]);
  const text = rows[0]?.[0];
  return typeof text === 'string' && /^[[{]/u.test(text) ? text : null;
}
