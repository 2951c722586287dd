#!/usr/bin/env node
/** Fails when a source file is longer than 400 lines (a test: 600). Long files hide more than one subject. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 400;
const TEST_LIMIT = 600;
const roots = ['src-main', 'src-preload', 'src-renderer', 'e2e', 'bench', 'scripts'];

/** @param {string} folder */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|tsx|mjs|css)$/.test(entry.name)) yield path;
  }
}

const lengths = [];
let tooLong = 0;
for (const root of roots) {
  for (const path of sources(root)) {
    const lines = readFileSync(path, 'utf8').split('\n').length - 1;
    lengths.push(lines);
    const limit = /\.(test|spec)\.tsx?$/.test(path) ? TEST_LIMIT : LIMIT;
    if (lines > limit) {
      tooLong += 1;
      console.error(`${path}: ${lines} lines, at most ${limit}. Split it by subject.`);
    }
  }
}
lengths.sort((a, b) => a - b);
console.log(
  `${lengths.length} files, median ${lengths[Math.floor(lengths.length / 2)]} lines, longest ${lengths.at(-1)}`,
);
process.exit(tooLong === 0 ? 0 : 1);
