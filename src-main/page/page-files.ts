import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the built page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Its name carries a digest of its content, so browsers may keep it. */
  readonly isImmutable: boolean;
}

/** What of the page can be asked for, by URL path, and nothing else. The page itself is at `/`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built page into memory.
 *
 * @param head HTML that is put first into the head of the page, such as a script that must run before the app's own.
 * Rejects when `folder` has no `index.html`.
 */
export async function readPageFiles(folder: string, head?: string): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, PageFile>();
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
  files.set('/', head === undefined ? page : { ...page, bytes: intoHead(page.bytes, head) });
  files.delete('/index.html');
  return files;
}

/** The document with more at the beginning of its head. */
export function intoHead(html: Buffer, more: string): Buffer {
  return Buffer.from(html.toString('utf8').replace('<head>', () => `<head>\n    ${more}`));
}
