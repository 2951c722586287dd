#!/usr/bin/env node
/** `npm run docs`: prints docs/bridge.md anew from the contract, and docs/keys.md from the commands. */
import { ensureInstalled, runWithProjectNode } from './prepare.mjs';

await ensureInstalled();
const failed = await runWithProjectNode(['scripts/bridge-doc.ts', '--write']);
process.exit(failed || (await runWithProjectNode(['scripts/keys-doc.ts', '--write'])));
