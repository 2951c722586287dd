import { type Cell, CellTag } from '../../../src-preload/contract/index.ts';
import type { CallOptions, Connection } from '../../engine/types.ts';
import { comparedValue } from '../../operations/sql/column-value.ts';
import { codeOf } from '../catalog/object-errors.ts';
import type { Handlers } from '../handlers.ts';
import { describeObject } from './describe-object.ts';
import { columnsNamed } from './find-columns.ts';
import { labelColumns } from './labels-columns.ts';
import { columnSql, type ObjectShape } from './object-shape.ts';
import { isSameName } from './related-keys.ts';
import type { View, ViewColumn, Views } from './view.ts';

/** Characters of a label. */
const MOST_CHARACTERS = 120;

type Labels = (string | null)[];

/** `rows.labels`: what the rows are called that the foreign-key values of a column point to. */
export function createLabels(views: Views): Handlers<'rows'>['labels'] {
  return async ({ view: id, column: name, values }, { signal }) => {
    const view = views.get(id);
    const [column] = columnsNamed(view, [name]);
    const statement = column === undefined ? null : await statementOf(view, column);
    if (statement === null) return { labels: values.map(() => null) };
    const labels = await view.file.use('reader', { holder: 'labels', signal }, (connection) =>
      readLabels(connection, statement, values, { signal }),
    );
    return { labels };
  };
}

/** SQL that gives the labels of a JSON array of keys, in its order; null where the parent has nothing to show. */
async function statementOf({ file }: View, { info }: ViewColumn): Promise<string | null> {
  const { references } = info;
  if (references === null) return null;
  const parent = await shapeOrNull(() => describeObject(file, references.table, false));
  const target = parent?.facts.columns.find(({ name }) => isSameName(name, references.column));
  // Without an index each value would be a scan, and without uniqueness several rows could be meant.
  if (parent === null || target === undefined || !target.isUnique) return null;
  const columns = labelColumns(parent, target.name);
  if (columns.length === 0) return null;
  const label = columns.map(({ plan }) => textOf(comparedValue(plan))).join(", ' ', ");
  return `SELECT (SELECT concat(${label}) FROM ${parent.from} WHERE ${columnSql(target.name)} = v.value LIMIT 1)
    FROM json_each(?) AS v ORDER BY v.key`;
}

/** The start of a text, a number as text, nothing for BLOBs. */
function textOf(value: string): string {
  return `CASE typeof(${value}) WHEN 'text' THEN substr(${value}, 1, ${MOST_CHARACTERS * 2}) WHEN 'blob' THEN NULL ELSE ${value} END`;
}

async function readLabels(
  connection: Connection,
  statement: string,
  values: readonly Cell[],
  options: CallOptions,
): Promise<Labels> {
  const keys = values.map(jsonOf);
  const { rows } = await connection.query(statement, [`[${keys.join(',')}]`], options);
  return keys.map((_, index) => labelOf(rows[index]?.[0]));
}

/** A cell as JSON, from which SQLite makes the value again; `null`, which nothing equals, for what is no usual key. */
function jsonOf(cell: Cell): string {
  switch (typeof cell) {
    case 'string':
      return cell.includes('\0') ? 'null' : JSON.stringify(cell);
    case 'number':
      return Number.isFinite(cell) ? String(cell) : 'null';
    case 'bigint':
      return String(cell);
    default:
  }
  if (cell === null || typeof cell !== 'object' || cell[0] !== CellTag.real) return 'null';
  const [, text] = cell;
  return Number.isFinite(Number(text)) ? String(text) : 'null';
}

/** One line, cut at a character. */
function labelOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const line = value.replace(/\s+/g, ' ').trim();
  if (line === '') return null;
  const characters = [...line];
  return characters.length <= MOST_CHARACTERS
    ? line
    : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}

async function shapeOrNull(describe: () => Promise<ObjectShape>): Promise<ObjectShape | null> {
  try {
    return await describe();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'OBJECT_NOT_FOUND' || code === 'OBJECT_UNREADABLE') return null;
    throw error;
  }
}
