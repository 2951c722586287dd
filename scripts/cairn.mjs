#!/usr/bin/env node
/** `cairn open | serve | inspect`: installs and builds what is needed first. */
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, runWithProjectNode, userFolder } from './prepare.mjs';

await ensureInstalled();
await ensureBuilt();
process.exit(
  await runWithProjectNode(
    ['--enable-source-maps', join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)],
    {
      cwd: userFolder,
    },
  ),
);
