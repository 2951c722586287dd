import type { CallOptions, Connection } from '../../engine/types.ts';

/** A foreign key of a table, as declared by the child. */
export interface ForeignKeyFacts {
  readonly childTable: string;
  readonly childColumns: readonly string[];
  readonly parentTable: string;
  /** Resolved: the parent's primary key where the declaration names no columns; empty if it has none or is missing. */
  readonly parentColumns: readonly string[];
  readonly onUpdate: string;
  readonly onDelete: string;
}

const OUTGOING = `
  SELECT f.id, f."table", f."from", f."to", f.on_update, f.on_delete,
    (SELECT p.name FROM pragma_table_xinfo(f."table", 'main') AS p WHERE p.pk = f.seq + 1)
  FROM pragma_foreign_key_list(?1, 'main') AS f ORDER BY f.id DESC, f.seq`;

/** The foreign keys that a table declares, in the order of its DDL. */
export async function describeForeignKeys(
  connection: Connection,
  table: string,
  options?: CallOptions,
): Promise<readonly ForeignKeyFacts[]> {
  const { rows } = await connection.query(OUTGOING, [table], options);
  const byId = new Map<
    unknown,
    ForeignKeyFacts & { readonly childColumns: string[]; readonly parentColumns: string[] }
  >();
  for (const [id, parent, from, to, onUpdate, onDelete, parentKey] of rows) {
    let key = byId.get(id);
    if (key === undefined) {
      key = {
        childTable: table,
        childColumns: [],
        parentTable: String(parent),
        parentColumns: [],
        onUpdate: String(onUpdate).toLowerCase(),
        onDelete: String(onDelete).toLowerCase(),
      };
      byId.set(id, key);
    }
    key.childColumns.push(String(from));
    const target = to ?? parentKey;
    if (typeof target === 'string') key.parentColumns.push(target);
  }
  return [...byId.values()];
}
