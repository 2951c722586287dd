#!/usr/bin/env node
/** `cairn open | serve | inspect`: installs and builds what is needed first. */
import { join } from 'node:path';
import { openApp } from './open-app.mjs';
import { ensureBuilt, ensureInstalled, root, runWithProjectNode, userFolder } from './prepare.mjs';

await ensureInstalled();
await ensureBuilt();
const [command, ...args] = process.argv.slice(2);
const cli = ['--enable-source-maps', join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)];
process.exit(command === 'open' ? await openApp(args) : await runWithProjectNode(cli, { cwd: userFolder }));
