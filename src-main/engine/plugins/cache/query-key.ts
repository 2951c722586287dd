import type { HookContext } from '../plugin.ts';

/** Text that is the same for the same query, and another for every other; undefined where there is no such text. */
export function queryKeyOf({ collectionName, operation, query }: HookContext): string | undefined {
  try {
    return JSON.stringify([collectionName, operation, query], withTypes);
  } catch {
    return undefined;
  }
}

/** JSON has one form for values that are compared in different ways. */
function withTypes(this: unknown, key: string, value: unknown): unknown {
  const raw = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  if (raw instanceof Date) return { $: 'date', value: raw.getTime() };
  if (raw instanceof Uint8Array) return { $: 'bytes', value: [...raw] };
  if (raw instanceof Map || raw instanceof Set) return { $: raw.constructor.name, value: [...raw] };
  switch (typeof raw) {
    case 'bigint':
      return { $: 'bigint', value: String(raw) };
    case 'number':
      return Number.isFinite(raw) && !Object.is(raw, -0) ? raw : { $: 'number', value: String(raw) };
    case 'undefined':
      return { $: 'undefined' };
    case 'function':
    case 'symbol':
      throw new TypeError('A query with code has no key.');
    default:
      return value;
  }
}
