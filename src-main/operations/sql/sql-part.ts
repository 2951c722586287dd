import type { SqlValue } from '../../engine/types.ts';

/** A piece of SQL with the values of its `?`, in the order of the text. */
export interface SqlPart {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** Joins parts; an empty list gives empty SQL. */
export function joinParts(parts: readonly SqlPart[], separator: string): SqlPart {
  return {
    sql: parts.map((part) => part.sql).join(separator),
    params: parts.flatMap((part) => part.params),
  };
}

/** `WHERE` and the conditions that are there, or nothing. */
export function whereAll(conditions: readonly (SqlPart | null)[]): SqlPart {
  const present = conditions.filter((condition) => condition !== null);
  if (present.length === 0) return { sql: '', params: [] };
  const joined = joinParts(
    present.map(({ sql, params }) => ({ sql: `(${sql})`, params })),
    ' AND ',
  );
  return { sql: ` WHERE ${joined.sql}`, params: joined.params };
}
