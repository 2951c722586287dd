import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything in a folder: names, sizes, times and bytes. Equal before and after means that nothing was written. */
export function traceOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const facts = statSync(path);
      if (!facts.isFile()) return `${name}/`;
      const bytes = createHash('sha256').update(readFileSync(path)).digest('hex');
      return `${name} ${facts.size} ${facts.mtimeMs} ${bytes}`;
    });
}
