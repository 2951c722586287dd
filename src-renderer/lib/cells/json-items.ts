/** Whether a text is a JSON array or object, and how many items or keys it has at the top. */
export interface JsonItems {
  readonly kind: 'array' | 'object';
  readonly count: number;
}

/** Longer texts come as previews, which cannot be judged; this keeps the check off the way of painting. */
const MAX_LENGTH = 4096;

/** Looks at a complete text; null if it is not a JSON array or object. Twin keys are counted once, as in SQLite's path. */
export function jsonItemsOf(text: string): JsonItems | null {
  if (text.length > MAX_LENGTH || text.length < 2) return null;
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return null;
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return { kind: 'array', count: value.length };
    if (typeof value !== 'object' || value === null) return null;
    return { kind: 'object', count: Object.keys(value).length };
  } catch {
    return null;
  }
}
