/**
 * Endings of names that are usually SQLite databases, without the dot: the file dialog filters by them and packages
 * register them with the system. Whether a file is a database is told by its bytes, never by its name.
 */
export const DATABASE_EXTENSIONS = [
  'sqlite',
  'sqlite3',
  'db',
  'db3',
  's3db',
  'sl3',
  'gpkg',
  'mbtiles',
] as const;
