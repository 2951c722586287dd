import { keepCompiledCode } from './compiled-code.ts';

/** Entry: the browser shell. */
keepCompiledCode();
const { runServe } = await import('./loopback/run-serve.ts');
process.exit(await runServe(process.argv.slice(2), import.meta.url));
