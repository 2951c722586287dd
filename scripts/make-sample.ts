import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSample } from './sample/build-sample.ts';

// Makes resources/music-store.sqlite anew: node scripts/make-sample.ts
const path = join(import.meta.dirname, '..', 'resources', 'music-store.sqlite');
rmSync(path, { force: true });
buildSample(path);
console.log(`${path}: ${Math.round(statSync(path).size / 1024)} kB`);
