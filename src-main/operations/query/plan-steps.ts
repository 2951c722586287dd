import type { PlanNode } from '../../../src-preload/contract/queries.ts';
import { parametersOf, type SqlScope } from '../../../src-preload/contract/sql-text/index.ts';
import type { Driver } from '../../engine/types.ts';
import { prepareStatement } from './prepare-statement.ts';

/** A step of a plan, before the rows of its table are counted. */
export type PlanStep = Omit<PlanNode, 'rows'>;

/** The steps of a plan with the tables that they read. */
export function stepsOf(driver: Driver, sql: string, scope: SqlScope): readonly PlanStep[] {
  const given = parametersOf(sql).map(({ name }) => ({ name, value: null }));
  const { statement, values } = prepareStatement(driver, `EXPLAIN QUERY PLAN ${sql}`, given);
  const steps: PlanStep[] = [];
  for (const [id, parent, , detail] of statement.iterate(values).rows) {
    const text = String(detail);
    const object = objectOf(text, scope);
    steps.push({
      id: Number(id),
      parent: Number(parent) === 0 ? null : Number(parent),
      kind: kindOf(text),
      detail: text,
      object,
      index: /USING (?:COVERING )?INDEX (.+?)(?: \(|$)/.exec(text)?.[1] ?? primaryKeyOf(text),
    });
  }
  return steps;
}

function primaryKeyOf(detail: string): string | null {
  return /USING (?:INTEGER )?PRIMARY KEY/.test(detail) ? 'primary key' : null;
}

function kindOf(detail: string): PlanNode['kind'] {
  if (/^SCAN (?:\d+ )?CONSTANT ROWS?/.test(detail)) return 'other';
  if (detail.startsWith('SCAN ')) return 'scan';
  if (detail.startsWith('SEARCH ')) return 'search';
  if (detail.startsWith('USE TEMP B-TREE')) return 'sort';
  if (/^(?:CO-ROUTINE|MATERIALIZE|SCALAR|LIST|CORRELATED|REUSE|RECURSIVE STEP|SETUP)/.test(detail))
    return 'subquery';
  return /^(?:COMPOUND|LEFT-MOST|UNION|INTERSECT|EXCEPT|MERGE|LEFT|RIGHT)/.test(detail)
    ? 'compound'
    : 'other';
}

/** The table of a step: SQLite names it by its alias, without quotes. */
function objectOf(detail: string, scope: SqlScope): string | null {
  const source = sourceOf(detail, scope);
  if (source === null) return null;
  // A common table expression is no table of the file.
  return source.table === null || scope.tables.has(source.table.toLowerCase()) ? null : source.table;
}

/** The source of the statement that a step reads; null: none, such as a subquery. */
export function sourceOf(detail: string, scope: SqlScope): SqlScope['sources'][number] | null {
  const rest = /^(?:SCAN|SEARCH) (.*)$/s.exec(detail)?.[1];
  if (rest === undefined) return null;
  const found = scope.sources.filter(({ name }) => rest === name || rest.startsWith(`${name} `));
  // The longest name: `a b` and not `a`.
  return found.toSorted((one, other) => other.name.length - one.name.length)[0] ?? null;
}
