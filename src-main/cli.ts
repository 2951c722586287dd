import { keepCompiledCode } from './compiled-code.ts';

/** Entry: `cairn open | serve | inspect | stats | query`. */

const USAGE = `Usage:
  cairn open [FILES...]                      open files in Cairn
  cairn serve [FILES or FOLDERS...]          serve Cairn for these files and folders
        [--port N] [--no-open]
  cairn inspect FILE [--json] [--counts]     what is in a file
  cairn stats FILE [--json]                  how its space is used
  cairn query FILE SQL [--csv|--json|...]    run a statement, read-only unless --write
        [--param NAME=VALUE] [--write]`;

async function run([command, ...args]: readonly string[]): Promise<number> {
  if (command === 'open' || command === 'serve') {
    const { runServe } = await import('./loopback/run-serve.ts');
    return runServe(args, import.meta.url);
  }
  if (command === 'inspect') {
    const { runInspect } = await import('./inspect/run-inspect.ts');
    return runInspect(args);
  }
  if (command === 'stats') {
    const { runStats } = await import('./file-stats/run-stats.ts');
    return runStats(args);
  }
  if (command === 'query') {
    const { runQuery } = await import('./query/run-query.ts');
    return runQuery(args);
  }
  if (command === '--help' || command === '-h' || command === 'help') {
    console.log(USAGE);
    return 0;
  }
  console.error(command === undefined ? USAGE : `Cairn has no command "${command}".\n${USAGE}`);
  return 2;
}

keepCompiledCode();
process.exit(await run(process.argv.slice(2)));
