#!/usr/bin/env node
/**
 * `npm start -- [FILES or FOLDERS...]`: installs and builds what is needed, and opens Cairn. `--browser` opens it in
 * the browser; there, `--port N` and `--no-open` are taken too.
 */
import { openApp } from './open-app.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

await ensureInstalled();
await ensureBuilt();
process.exit(await openApp(process.argv.slice(2)));
