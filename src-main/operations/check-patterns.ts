import type { JsonSchema } from '../../src-preload/contract/schema-draft/index.ts';
import { isRecord } from '../../src-preload/contract/schema-draft/index.ts';
import type { Operation } from '../engine/types.ts';
import { pathWords } from './check-problems.ts';
import { type DocumentsInput, walkDocuments } from './infer-documents.ts';
import { keyWords } from './key-words.ts';
import type { Place } from './plan.ts';
import type { StoredValue } from './stored-value.ts';

export interface PatternsInput extends DocumentsInput {
  readonly schema: JsonSchema;
  /** The document after this one is the first. */
  readonly after: Place | null;
  readonly most: number;
}

/** What is going to be tried; the last one before a silence is the one that hangs. */
export interface PatternTrial {
  readonly key: readonly StoredValue[];
  readonly id: string;
  readonly path: string;
  readonly pattern: string;
}

/** Tries the patterns of a schema one by one, and says each time before it does: to find the one that never ends. */
export const tryPatterns: Operation = function* ({ driver }, input): Generator<PatternTrial, void, void> {
  const { schema, after, most, ...source } = input as PatternsInput;
  let left = most;
  for (const batch of walkDocuments(driver, source, after)) {
    for (const { key, id, json } of batch) {
      if (left <= 0) return;
      left -= 1;
      for (const { path, pattern, text } of patternsFor(schema, json)) {
        yield { key, id: id ?? keyWords(key), path: pathWords(path), pattern: pattern.source };
        pattern.test(text);
      }
    }
  }
};

export interface DocumentPatternsInput {
  readonly schema: JsonSchema;
  readonly documents: readonly string[];
}

/** What of a document is going to be tried. */
export interface DocumentPatternTrial {
  /** Place of the document. */
  readonly document: number;
  readonly path: readonly (string | number)[];
  readonly pattern: string;
}

/** The same for documents that are not in the file. */
export const tryDocumentPatterns: Operation = function* (
  _context,
  input,
): Generator<DocumentPatternTrial, void, void> {
  const { schema, documents } = input as DocumentPatternsInput;
  for (const [document, json] of documents.entries()) {
    for (const { path, pattern, text } of patternsFor(schema, json)) {
      yield { document, path, pattern: pattern.source };
      pattern.test(text);
    }
  }
};

interface Trial {
  readonly path: readonly (string | number)[];
  readonly pattern: RegExp;
  readonly text: string;
}

function* patternsFor(schema: JsonSchema, json: string | null): Generator<Trial, void, void> {
  if (json === null) return;
  try {
    yield* trials(schema, JSON.parse(json), [], schema, 0);
  } catch {
    // No JSON, or no pattern: nothing to try.
  }
}

const MOST_DEPTH = 100;

function* trials(
  schema: JsonSchema | boolean | undefined,
  value: unknown,
  path: readonly (string | number)[],
  root: JsonSchema,
  depth: number,
): Generator<Trial, void, void> {
  if (!isRecord(schema) || depth > MOST_DEPTH) return;
  const known: JsonSchema = schema;
  for (const part of partsOf(known, root)) yield* trials(part, value, path, root, depth + 1);
  if (typeof value === 'string' && typeof known.pattern === 'string') {
    const flags = known['x-zod']?.flags;
    const flag = Array.isArray(flags) && typeof flags[0] === 'string' ? flags[0] : '';
    yield { path, pattern: new RegExp(known.pattern, flag), text: value };
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const own = Array.isArray(known.prefixItems) ? known.prefixItems[index] : undefined;
      yield* trials(own ?? known.items, item, [...path, index], root, depth + 1);
    }
  } else if (isRecord(value)) {
    const properties = isRecord(known.properties) ? known.properties : {};
    for (const [key, inner] of Object.entries(value)) {
      if (isRecord(known.propertyNames))
        yield* trials(known.propertyNames, key, [...path, key], root, depth + 1);
      const own = Object.hasOwn(properties, key) ? properties[key] : known.additionalProperties;
      yield* trials(own as JsonSchema | undefined, inner, [...path, key], root, depth + 1);
    }
  }
}

function* partsOf(schema: JsonSchema, root: JsonSchema): Generator<JsonSchema, void, void> {
  for (const word of ['anyOf', 'oneOf', 'allOf'] as const) {
    const parts = schema[word];
    if (Array.isArray(parts)) yield* parts.filter((part): part is JsonSchema => isRecord(part));
  }
  if (schema.$ref === '#') yield root;
  if (typeof schema.$ref === 'string' && schema.$ref.startsWith('#/$defs/') && isRecord(root.$defs)) {
    const target = root.$defs[schema.$ref.slice('#/$defs/'.length)];
    if (isRecord(target)) yield target;
  }
}
