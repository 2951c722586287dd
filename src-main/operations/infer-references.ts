import type { FoundReference } from '../../src-preload/contract/schemas.ts';
import { quoteIdentifier } from '../engine/quote-identifier.ts';
import type { Driver } from '../engine/types.ts';
import type { FactCollector } from './infer-facts.ts';

interface TableKey {
  readonly table: string;
  readonly column: string;
}

/** Names that every table may give to its key: they say nothing about which one is meant. */
const COMMON = new Set(['id', '_id', 'rowid', 'key', 'name']);
const MOST_REFERENCES = 100;

/**
 * Fields whose values are keys of another table: the name says which one (`customer_id`, `customer`), and all values that
 * were kept of the field are there.
 */
export function findReferences(driver: Driver, collector: FactCollector, ownTable: string): FoundReference[] {
  const keys = tableKeys(driver).filter(({ table }) => table.toLowerCase() !== ownTable.toLowerCase());
  const found: FoundReference[] = [];
  for (const { path, samples } of collector.references()) {
    const target = keys.find((key) => isNamed(path.at(-1) ?? '', key) && holdsAll(driver, key, samples));
    if (target === undefined || found.length >= MOST_REFERENCES) continue;
    found.push({ path: [...path], ...target });
  }
  return found;
}

/** Keys of one column: primary keys first, then unique indexes over all rows. */
function tableKeys(driver: Driver): TableKey[] {
  const tables = `sqlite_schema AS s WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND s.name NOT LIKE '\\_cairn\\_%' ESCAPE '\\' AND s.sql NOT LIKE 'CREATE VIRTUAL%'`;
  const rows = driver.rowsSync(
    `SELECT s.name, (SELECT group_concat(c.name, char(0)) FROM pragma_table_info(s.name) AS c WHERE c.pk > 0) AS k FROM ${tables}
     UNION ALL
     SELECT s.name, (SELECT group_concat(i.name, char(0)) FROM pragma_index_info(x.name) AS i)
     FROM ${tables.replace(' WHERE', `, pragma_index_list(s.name) AS x WHERE x."unique" = 1 AND x.partial = 0 AND x.origin <> 'pk' AND`)}`,
  );
  return rows.flatMap(([table, column]) =>
    typeof table === 'string' && typeof column === 'string' && !column.includes('\0')
      ? [{ table, column }]
      : [],
  );
}

function isNamed(field: string, { table, column }: TableKey): boolean {
  const name = field.toLowerCase();
  const key = column.toLowerCase();
  if (name === key) return !COMMON.has(key);
  const subject = field.replace(/(?:[_-]?(?:id|key|ref|code))$/iu, '').toLowerCase();
  const plural = table.toLowerCase();
  const singulars = [
    plural,
    plural.replace(/ies$/u, 'y'),
    plural.replace(/es$/u, ''),
    plural.replace(/s$/u, ''),
  ];
  return subject !== '' && singulars.includes(subject);
}

function holdsAll(
  driver: Driver,
  { table, column }: TableKey,
  samples: readonly (string | number)[],
): boolean {
  const values = samples.map(() => '(?)').join(', ');
  const target = `main.${quoteIdentifier(table)}`;
  try {
    const [row] = driver.rowsSync(
      `SELECT count(*) FROM (VALUES ${values}) AS v WHERE NOT EXISTS (SELECT 1 FROM ${target} AS o WHERE o.${quoteIdentifier(column)} = v.column1)`,
      samples,
    );
    return row?.[0] === 0;
  } catch {
    return false;
  }
}
