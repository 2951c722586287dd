import type { CollectionSpec } from './collection-spec.ts';
import { resolveFieldPath } from './field-path.ts';
import type { StoredCollection } from './metadata-table.ts';
import { schemaNodeOf } from './schema-node.ts';

/**
 * The collection with the fields and constraints that its file has and its definition leaves out: a program that names
 * fewer of them must not undo what others rely on. A higher version may: it says what the collection is from now on.
 */
export function withKeptParts(spec: CollectionSpec, stored: StoredCollection | undefined): CollectionSpec {
  const isAttached = spec.options.attach === true;
  if (stored === undefined || (spec.version > stored.version && !isAttached)) return spec;
  const root = schemaNodeOf(spec.schema);
  const named = new Set(spec.constrainedFields.map(({ path }) => JSON.stringify(path)));
  const constrainedFields = [
    ...spec.constrainedFields,
    ...stored.constrainedFields.filter(({ path, field }) => {
      return !named.has(JSON.stringify(path)) && (isAttached || resolveFieldPath(root, field) !== undefined);
    }),
  ];
  const fields = new Set([spec.primaryKey, ...constrainedFields.map(({ field }) => field)]);
  const constraints = new Set(spec.constraints.map((constraint) => JSON.stringify(constraint)));
  const kept = stored.constraints.filter((constraint) => {
    const isPossible = constraint.kind === 'check' || constraint.fields.every((field) => fields.has(field));
    return isPossible && !constraints.has(JSON.stringify(constraint));
  });
  return { ...spec, constrainedFields, constraints: [...spec.constraints, ...kept] };
}
