/**
 * What the page loads before its first paint, from the build in `out/renderer`: fails above the limits. With
 * `--chunks` every chunk is printed. The welcome page needs the entry and the bridge; a table needs its view and
 * the inspector as well. Sizes are in bytes, as they are and with gzip -9.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** Vite's manifest: chunks by the module that they begin with. */
type Manifest = Readonly<Record<string, Chunk>>;

/**
 * kB = 1,000 bytes with gzip. The goal for a first screen is 250: the inspector comes after the first rows, as a part
 * of its own. The other limits keep what was reached.
 */
export const screens = [
  { name: 'welcome page', entries: ['index.html', '../src-preload/browser.ts'], limit: 215_000 },
  {
    name: 'table',
    entries: ['index.html', '../src-preload/browser.ts', 'features/rows/rows-view.tsx'],
    limit: 250_000,
  },
  {
    name: 'table with inspector',
    entries: [
      'index.html',
      '../src-preload/browser.ts',
      'features/rows/rows-view.tsx',
      'features/inspector/inspector.tsx',
    ],
    limit: 265_000,
  },
];

/** Code that must not be in any chunk of the page: schemas are checked on the other side of the bridge. */
const BANNED = [{ what: 'zod', pattern: /ZodError|\$ZodType/ }];

/** The files that some entries of a build need, with everything that they import statically and their styles. */
export function filesOf(manifest: Manifest, entries: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build has no "${key}".`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const entry of entries) visit(entry);
  return files;
}

/** Checks the build in a folder: what to print, and what is wrong. */
export function checkBundle(folder: string): { readonly lines: string[]; readonly problems: string[] } {
  const path = join(folder, '.vite', 'manifest.json');
  if (!existsSync(path)) throw new Error(`${path} is missing: build first.`);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const sizes = new Map<string, { readonly plain: number; readonly gzip: number }>();
  const lines: string[] = [];
  const problems: string[] = [];
  const chunks = Object.values(manifest);
  for (const file of new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]))) {
    if (!/\.(js|css)$/.test(file)) continue;
    const bytes = readFileSync(join(folder, file));
    sizes.set(file, { plain: bytes.byteLength, gzip: gzipSync(bytes, { level: 9 }).byteLength });
    for (const { what, pattern } of BANNED) {
      if (file.endsWith('.js') && pattern.test(bytes.toString('utf8')))
        problems.push(`${file} holds ${what}.`);
    }
  }
  for (const { name, entries, limit } of screens) {
    const files = [...filesOf(manifest, entries)];
    const of = (kind: 'plain' | 'gzip') =>
      files.reduce((sum, file) => sum + (sizes.get(file)?.[kind] ?? 0), 0);
    lines.push(
      `${name}: ${kilo(of('gzip'))} with gzip (limit ${kilo(limit)}), ${kilo(of('plain'))} minified`,
    );
    if (of('gzip') > limit) problems.push(`The ${name} needs ${kilo(of('gzip'))}, more than ${kilo(limit)}.`);
  }
  const sorted = [...sizes].sort(([, a], [, b]) => b.gzip - a.gzip);
  const table = sorted.map(([file, { plain, gzip }]) => `| ${file} | ${kilo(plain)} | ${kilo(gzip)} |`);
  return { lines: process.argv.includes('--chunks') ? [...lines, ...table] : lines, problems };
}

function kilo(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

if (import.meta.main) {
  const { lines, problems } = checkBundle(join(import.meta.dirname, '..', 'out', 'renderer'));
  for (const line of lines) console.log(line);
  for (const problem of problems) console.error(problem);
  process.exit(problems.length > 0 ? 1 : 0);
}
