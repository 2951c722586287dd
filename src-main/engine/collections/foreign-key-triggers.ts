import { quoteIdentifier } from '../quote-identifier.ts';
import type { CollectionSpec, ConstrainedField } from './collection-spec.ts';
import { resolveFieldPath } from './field-path.ts';
import { schemaNodeOf } from './schema-node.ts';

/** A trigger that a collection needs. */
export interface TriggerDefinition {
  readonly name: string;
  readonly sql: string;
}

/** Kinds whose column has just what is in the document. */
const sameInColumn = new Set(['string', 'number', 'integer']);

/** What all names of such triggers of a table begin with. */
export function triggerPrefix(table: string): string {
  return `_cairn_fk_${table}_`;
}

/**
 * Triggers that write into the document what a foreign key's action (SET NULL, CASCADE) has written into its column:
 * otherwise the document would go on pointing to a row that is gone, and could not be put again.
 */
export function foreignKeyTriggers(
  spec: CollectionSpec,
  fields: readonly ConstrainedField[],
  hasVersion: boolean,
): TriggerDefinition[] {
  const keys = new Set(
    spec.constraints.flatMap((constraint) => (constraint.kind === 'foreignKey' ? constraint.fields : [])),
  );
  return fields
    .filter(({ field, foreignKey }) => foreignKey !== undefined || keys.has(field))
    .flatMap((field) => {
      const path = jsonPath(field.path);
      const node = resolveFieldPath(schemaNodeOf(spec.schema), field.field)?.node;
      if (node === undefined || !sameInColumn.has(node.kind)) return [];
      return [trigger(spec, field, { path, takesNull: node.takesNull, hasVersion })];
    });
}

function trigger(
  spec: CollectionSpec,
  { column: name }: ConstrainedField,
  {
    path,
    takesNull,
    hasVersion,
  }: { readonly path: string; readonly takesNull: boolean; readonly hasVersion: boolean },
): TriggerDefinition {
  const table = quoteIdentifier(spec.name);
  const column = quoteIdentifier(name);
  const change = (prefix: 'json' | 'jsonb') => {
    const set = `${prefix}_set(doc, ${path}, NEW.${column})`;
    return takesNull ? set : `iif(NEW.${column} IS NULL, ${prefix}_remove(doc, ${path}), ${set})`;
  };
  const version = hasVersion ? ', _version = _version + 1' : '';
  const full = `${triggerPrefix(spec.name)}${name}`;
  return {
    name: full,
    sql: `CREATE TRIGGER ${quoteIdentifier(full)} AFTER UPDATE OF ${column} ON ${table} WHEN json_extract(NEW.doc, ${path}) IS NOT NEW.${column} BEGIN UPDATE ${table} SET doc = CASE typeof(doc) WHEN 'blob' THEN ${change('jsonb')} ELSE ${change('json')} END${version} WHERE _id = NEW._id; END`,
  };
}

/** A path as SQL text. */
function jsonPath(keys: readonly string[]): string {
  return `'$${keys
    .map((key) => `.${JSON.stringify(key)}`)
    .join('')
    .replaceAll("'", "''")}'`;
}
