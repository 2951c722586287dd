import { z } from 'zod';
import { setOwn } from './rich-values.ts';
import type { SchemaNode } from './schema-node.ts';

/** zod leaves out every field named `__proto__`, also where the schema has it. It is a field like others. */
const NAME = '__proto__';

export interface PrototypeFieldIssue {
  readonly path: readonly string[];
  readonly message: string;
}

/** Whether documents of this schema can have a field named `__proto__` anywhere. */
export function canHavePrototypeFields(node: SchemaNode, seen: Set<SchemaNode> = new Set()): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  if (schemaOfField(node) !== undefined) return true;
  const inner = [...node.properties.values(), ...node.options, ...(node.element ? [node.element] : [])];
  return inner.some((part) => canHavePrototypeFields(part, seen));
}

/**
 * Puts the fields named `__proto__` of what was given into what zod made of it, checked by their own schemas. Gives
 * what is wrong with them.
 */
export function keepPrototypeFields(
  node: SchemaNode,
  given: unknown,
  made: unknown,
  path: readonly string[] = [],
): PrototypeFieldIssue[] {
  if (!isRecord(given) || !isRecord(made) || Array.isArray(given)) return [];
  const issues = keepField(node, given, made, path);
  for (const key of Object.keys(made)) {
    const inner = key === NAME ? undefined : (node.properties.get(key) ?? node.element);
    if (inner !== undefined && Object.hasOwn(given, key)) {
      issues.push(...keepPrototypeFields(inner, given[key], made[key], [...path, key]));
    }
  }
  return issues;
}

function keepField(
  node: SchemaNode,
  given: Record<string, unknown>,
  made: Record<string, unknown>,
  path: readonly string[],
): PrototypeFieldIssue[] {
  const field = schemaOfField(node);
  if (field === undefined) return [];
  const isGiven = Object.hasOwn(given, NAME);
  const isNamed = node.properties.has(NAME);
  if (!isGiven && (!isNamed || field.isOptional)) return [];
  const { success, data, error } = z.core.safeParse(field.schema, isGiven ? given[NAME] : undefined);
  if (success) {
    if (data !== undefined) setOwn(made, NAME, data);
    return [];
  }
  return error.issues.map((issue) => ({
    path: [...path, NAME, ...issue.path.map(String)],
    message: issue.message,
  }));
}

function schemaOfField(node: SchemaNode): SchemaNode | undefined {
  if (node.kind === 'object') return node.properties.get(NAME) ?? node.element;
  return node.kind === 'record' ? node.element : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
