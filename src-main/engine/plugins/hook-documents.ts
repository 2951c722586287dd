import type { CollectionSpec } from '../collections/collection-spec.ts';
import { resolveFieldPath } from '../collections/field-path.ts';
import { type SchemaNode, schemaNodeOf } from '../collections/schema-node.ts';
import { isRecord } from '../is-record.ts';
import type { HookContext } from './plugin.ts';

export type HookDocument = Record<string, unknown>;

/** The collection that a hook is told of, if any. */
export function specOf({ schema }: HookContext): CollectionSpec | undefined {
  return 'primaryKey' in schema ? (schema as CollectionSpec) : undefined;
}

/** What the schema of the hook's collection says about a field; undefined where it does not name it. */
export function fieldOf(context: HookContext, field: string): SchemaNode | undefined {
  const spec = specOf(context);
  return spec && resolveFieldPath(schemaNodeOf(spec.schema), field)?.node;
}

/** A time in the form that a field takes: ISO text, milliseconds, or a date. */
export function timeFor({ kind }: SchemaNode, time: Date): string | number | Date {
  if (kind === 'string') return time.toISOString();
  return kind === 'number' || kind === 'integer' ? time.getTime() : time;
}

/** The documents of a context, also where it is one. */
export function documentsOf({ data }: HookContext): readonly HookDocument[] {
  const documents: readonly unknown[] = Array.isArray(data) ? data : [data];
  return documents.filter(isRecord);
}

/** Puts other documents in the place of those that are about to be written. */
export function replaceDocuments(
  context: HookContext,
  change: (document: HookDocument) => HookDocument,
): void {
  const changed = (value: unknown) => (isRecord(value) ? change(value) : value);
  context.data = Array.isArray(context.data) ? context.data.map(changed) : changed(context.data);
}

/** Adds to the `$set` of an `atomicUpdate`. */
export function addToSet(context: HookContext, fields: HookDocument): void {
  if (!isRecord(context.data)) return;
  const { $set } = context.data;
  context.data = { ...context.data, $set: { ...(isRecord($set) ? $set : {}), ...fields } };
}
