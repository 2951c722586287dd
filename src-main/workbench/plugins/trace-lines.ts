import { diffJson, pathText } from '../../../src-preload/contract/json-text/index.ts';
import type { TraceLine } from '../../../src-preload/contract/plugins.ts';

/** Characters of data beyond which nothing is compared: showing it must stay cheap. */
const LARGEST_DATA = 65_536;
const MOST_LINES = 50;
const LONGEST_LINE = 300;

/** What a hook was given, as text; null where it is nothing, or too much. */
export function dataText(data: unknown): string | null {
  if (data === undefined) return null;
  try {
    const text = JSON.stringify(data, plain);
    return text === undefined || text.length > LARGEST_DATA ? null : text;
  } catch {
    // Rubbish that a hook gave back, such as an object that contains itself.
    return null;
  }
}

/** The changes from one data to another, line by line. */
export function traceLines(before: string | null, after: string | null): TraceLine[] {
  if (before === null || after === null || before === after) return [];
  const lines = diffJson(before, after).flatMap(({ path, before: old, after: now }) => {
    const label = path.length === 0 ? '' : `${JSON.stringify(pathText(path))}: `;
    return [line('-', label, old), line('+', label, now)].filter((each) => each !== null);
  });
  return lines.slice(0, MOST_LINES);
}

/** Fields that are added, such as those that are set instead of deleting. */
export function addedLines(fields: Readonly<Record<string, unknown>>): TraceLine[] {
  const text = dataText(fields);
  return text === null ? [] : traceLines('{}', text);
}

/** Cut where it is long. */
export function cut(text: string, length = LONGEST_LINE): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function line(sign: '-' | '+', label: string, raw: string | null): TraceLine | null {
  return raw === null ? null : { sign, text: cut(label + raw) };
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`;
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}
