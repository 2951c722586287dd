import Database from 'better-sqlite3';

// A program that is not Cairn: opens the file named on its command line and runs what it is sent.
const database = new Database(process.argv[2]);
process.on('message', (sql: string) => {
  try {
    const statement = /^(?:select|pragma)/iu.test(sql) ? database.prepare(sql) : undefined;
    if (statement?.reader === true) process.send?.({ rows: statement.raw().all() });
    else {
      database.exec(sql);
      process.send?.({ rows: [] });
    }
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : 'failed' });
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ rows: [] });
