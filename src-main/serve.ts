import { runServe } from './loopback/run-serve.ts';

/** Entry: the browser shell. */
process.exit(await runServe(process.argv.slice(2), import.meta.url));
