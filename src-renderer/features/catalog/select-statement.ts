/** The statement that reads a table; its name is always quoted, so that no keyword or odd sign is misread. */
export function selectStatement(name: string): string {
  return `SELECT * FROM "${name.replaceAll('"', '""')}";`;
}
