#!/usr/bin/env node
/** `npm start -- [FILES or FOLDERS...] [--port N] [--no-open]`: installs and builds what is needed, and opens Cairn. */
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, runWithProjectNode, userFolder } from './prepare.mjs';

await ensureInstalled();
await ensureBuilt();
process.exit(
  await runWithProjectNode(
    ['--enable-source-maps', join(root, 'out', 'main', 'serve.js'), ...process.argv.slice(2)],
    {
      cwd: userFolder,
    },
  ),
);
