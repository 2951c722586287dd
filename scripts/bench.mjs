#!/usr/bin/env node
/** `npm run bench [NAME] [-- --json]`: runs one benchmark of `bench/`, or all of them one after the other. */
import { ensureBuilt, ensureInstalled, runWithProjectNode } from './prepare.mjs';

await ensureInstalled();
await ensureBuilt();
process.exit(await runWithProjectNode(['bench/run.ts', ...process.argv.slice(2)]));
