import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the built page. */
export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Its name carries a digest of its content, so browsers may keep it. */
  readonly isImmutable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app's own script, which stands later in the document; both wait for the whole document. */
const BRIDGE_SCRIPT = '<script type="module" src="/assets/browser-bridge.js"></script>';

/**
 * Reads the built page into memory: what is in this map can be asked for, and nothing else. Keys are URL paths.
 * Rejects when `folder` has no `index.html`.
 */
export async function readStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, StaticFile>();
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    const isImmutable = /-[\w-]{8}\.\w+$/.test(url);
    files.set(url, { type, bytes: await readFile(path), isImmutable });
  }
  const page = files.get('/index.html');
  if (page === undefined) throw new Error('The built page has no index.html: run the build first.');
  const html = page.bytes.toString('utf8').replace('<head>', `<head>\n    ${BRIDGE_SCRIPT}`);
  files.set('/', { ...page, bytes: Buffer.from(html) });
  files.delete('/index.html');
  return files;
}
