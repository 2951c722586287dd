import { z } from 'zod';
import type { StoredSchema } from './stored-schema.ts';

/** Formats that zod checks by more than their pattern. */
const checkedFormats: Readonly<Record<string, () => z.ZodType<string>>> = {
  uri: () => z.url(),
  ipv6: () => z.ipv6(),
  cidrv6: () => z.cidrv6(),
  base64: () => z.base64(),
  base64url: () => z.base64url(),
  jwt: () => z.jwt(),
  emoji: () => z.emoji(),
};

/** Formats that are no more than a pattern: with it they are told by their names, such as “Invalid email address”. */
const patternFormats: Readonly<Record<string, () => z.ZodType<string>>> = {
  email: () => z.email(),
  uuid: () => z.uuid(),
  ipv4: () => z.ipv4(),
  'date-time': () => z.iso.datetime(),
  date: () => z.iso.date(),
  time: () => z.iso.time(),
  duration: () => z.iso.duration(),
};

/** The schema of texts. Throws SyntaxError for a pattern that is no regular expression. */
export function buildString(stored: StoredSchema): z.ZodType {
  const { minLength, maxLength, format } = stored;
  const { coerce, flags = [] } = stored['x-zod'] ?? {};
  const checks: z.core.$ZodCheck<string>[] = [];
  if (typeof minLength === 'number') checks.push(z.minLength(minLength));
  if (typeof maxLength === 'number') checks.push(z.maxLength(maxLength));
  const patterns = patternsOf(stored);
  const ownFormat = ownFormatOf(format, patterns);
  for (const [index, pattern] of patterns.entries()) {
    if (ownFormat !== undefined && patternOf(ownFormat) === pattern) continue;
    checks.push(z.regex(new RegExp(pattern, flags.length === patterns.length ? flags[index] : undefined)));
  }
  if (ownFormat !== undefined) return ownFormat.check(...checks);
  return (coerce === true ? z.coerce.string() : z.string()).check(...checks);
}

function ownFormatOf(format: string | undefined, patterns: readonly string[]): z.ZodType<string> | undefined {
  if (format === undefined) return undefined;
  const checked = checkedFormats[format]?.();
  if (checked !== undefined) return checked;
  const named = patternFormats[format]?.();
  const pattern = named === undefined ? undefined : patternOf(named);
  return pattern !== undefined && patterns.includes(pattern) ? named : undefined;
}

function patternsOf({ pattern, allOf }: StoredSchema): string[] {
  const others = Array.isArray(allOf) ? allOf : [];
  return [pattern, ...others.map((part) => part.pattern)].filter((text) => typeof text === 'string');
}

function patternOf(schema: z.core.$ZodType): string | undefined {
  const { pattern } = z.toJSONSchema(schema);
  return typeof pattern === 'string' ? pattern : undefined;
}
