/** How SQLite converts values that are stored in a column: https://www.sqlite.org/datatype3.html section 3.1. */
export type Affinity = 'INTEGER' | 'REAL' | 'NUMERIC' | 'TEXT' | 'BLOB';

/** The affinity that a declared type gives; the order of the tests is SQLite's. ANY in a STRICT table converts nothing. */
export function affinityOf(declaredType: string, isStrict: boolean): Affinity {
  const type = declaredType.toUpperCase();
  if (isStrict && type === 'ANY') return 'BLOB';
  if (type.includes('INT')) return 'INTEGER';
  if (type.includes('CHAR') || type.includes('CLOB') || type.includes('TEXT')) return 'TEXT';
  if (type === '' || type.includes('BLOB')) return 'BLOB';
  if (type.includes('REAL') || type.includes('FLOA') || type.includes('DOUB')) return 'REAL';
  return 'NUMERIC';
}
