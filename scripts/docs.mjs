#!/usr/bin/env node
/** `npm run docs`: prints docs/bridge.md anew from the contract. */
import { ensureInstalled, runWithProjectNode } from './prepare.mjs';

await ensureInstalled();
process.exit(await runWithProjectNode(['scripts/bridge-doc.ts', '--write']));
