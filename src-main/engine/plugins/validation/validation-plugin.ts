import { z } from 'zod';
import { valueAt } from '../../collections/document-paths.ts';
import { resolveFieldPath } from '../../collections/field-path.ts';
import { schemaNodeOf } from '../../collections/schema-node.ts';
import { PluginTimeoutError } from '../../errors/plugin-timeout-error.ts';
import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';
import { documentsOf, type HookDocument, specOf } from '../hook-documents.ts';
import type { HookContext, Plugin } from '../plugin.ts';
import { parseSettings } from '../plugin-settings.ts';
import { PATTERN_TIME, testPattern } from './bounded-pattern.ts';

/** True, or undefined, when the value is right; else what is wrong with it. May ask others and answer later. */
export type ValidationCheck = (
  value: unknown,
  document: Readonly<HookDocument>,
) => boolean | string | undefined | PromiseLike<boolean | string | undefined>;

const rule = z.strictObject({
  path: z.string().describe('Dotted path of the value; empty for the whole document.'),
  message: z.string().optional().describe('What to say instead of the rule’s own words.'),
  required: z.boolean().optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(0).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z
    .string()
    .refine((text) => isPattern(text), 'is not a regular expression')
    .optional(),
  oneOf: z.array(z.unknown()).optional(),
  check: z.custom<ValidationCheck>((value) => typeof value === 'function', 'expected a function').optional(),
});

const settings = z.strictObject({
  rules: z.record(z.string(), z.array(rule)).default({}).describe('Rules by the name of the collection.'),
});

export type ValidationRule = z.input<typeof rule>;
export type ValidationSettings = z.input<typeof settings>;

type Rule = z.output<typeof rule>;

/**
 * Rules beyond those of the schemas. They see the whole document as it would be stored, whatever changes it, and refuse
 * it with VALIDATION and the path before anything is committed. Values that are missing are right unless `required`.
 * A pattern that does not come to an end for a text is stopped and refuses it with PLUGIN_TIMEOUT; the cause names it.
 */
export function validationPlugin(given: ValidationSettings = {}): Plugin {
  const { rules } = parseSettings('validation', settings, given);
  return {
    name: 'validation',
    version: '1.0.0',
    settings,
    onBeforeCommit(context) {
      const own = rules[context.collectionName];
      if (own === undefined || context.operation.startsWith('delete')) return;
      const issues: ValidationIssue[] = [];
      const late = documentsOf(context).flatMap((document, place, documents) => {
        const prefix = documents.length > 1 ? [place] : [];
        return own
          .map((each) => check(each, context, document, prefix, issues))
          .filter((answer) => answer !== undefined);
      });
      const end = () => {
        if (issues.length > 0) throw new ValidationError(context.collectionName, issues);
      };
      // Sync as long as all checks are, so that Sync methods can be used.
      return late.length === 0 ? end() : Promise.all(late).then(end);
    },
  };
}

function check(
  each: Rule,
  context: HookContext,
  document: HookDocument,
  prefix: readonly (string | number)[],
  issues: ValidationIssue[],
): Promise<void> | undefined {
  const path = keysOf(context, each.path);
  const value = valueAt(document, path);
  const tell = (flaw: string | undefined) => {
    if (flaw !== undefined) issues.push({ path: [...prefix, ...path], message: each.message ?? flaw });
  };
  const flaw = flawOf(each, value) ?? mismatchOf(each, value, context, [...prefix, ...path]);
  if (flaw !== undefined || each.check === undefined) {
    tell(flaw);
    return undefined;
  }
  const answer = each.check(value, document);
  if (typeof answer === 'object') {
    const late = Promise.resolve(answer).then((words) => tell(inWords(words)));
    // Another rule may throw before anybody waits for this one.
    late.catch(() => undefined);
    return late;
  }
  tell(inWords(answer));
  return undefined;
}

function inWords(answer: boolean | string | undefined): string | undefined {
  if (answer === true || answer === undefined) return undefined;
  return answer === false ? 'is not valid' : answer;
}

function keysOf(context: HookContext, path: string): readonly string[] {
  if (path === '') return [];
  const spec = specOf(context);
  const found = spec && resolveFieldPath(schemaNodeOf(spec.schema), path);
  return found?.keys ?? path.split('.');
}

function flawOf(each: Rule, value: unknown): string | undefined {
  if (value === undefined || value === null) return each.required === true ? 'is missing' : undefined;
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  const amount = typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
  if (each.minLength !== undefined && size !== undefined && size < each.minLength) {
    return `is shorter than ${each.minLength}`;
  }
  if (each.maxLength !== undefined && size !== undefined && size > each.maxLength) {
    return `is longer than ${each.maxLength}`;
  }
  if (each.min !== undefined && amount !== undefined && amount < each.min) return `is less than ${each.min}`;
  if (each.max !== undefined && amount !== undefined && amount > each.max) return `is more than ${each.max}`;
  if (each.oneOf !== undefined && !each.oneOf.includes(value)) return `is none of ${each.oneOf.join(', ')}`;
  return undefined;
}

function mismatchOf(
  { pattern }: Rule,
  value: unknown,
  { collectionName }: HookContext,
  path: readonly (string | number)[],
): string | undefined {
  if (pattern === undefined || typeof value !== 'string') return undefined;
  const isMatch = testPattern(new RegExp(pattern, 'u'), value);
  if (isMatch !== undefined) return isMatch ? undefined : `does not match ${pattern}`;
  const message = `takes too long to be compared with the pattern ${pattern}: change the pattern, or the text`;
  const cause = new ValidationError(collectionName, [{ path, message }]);
  throw new PluginTimeoutError('validation', 'onBeforeCommit', PATTERN_TIME, { cause });
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
