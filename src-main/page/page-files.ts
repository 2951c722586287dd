import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

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
  const files = new Map<string, PageFile>();
  await readFolder(folder, '/', files);
  const page = files.get('/index.html');
  if (page === undefined) throw new Error('The built page has no index.html: run the build first.');
  files.set('/', head === undefined ? page : { ...page, bytes: intoHead(page.bytes, head) });
  files.delete('/index.html');
  return files;
}

/** One folder after the other: in Electron's archives `readdir` knows no `recursive`. */
async function readFolder(folder: string, url: string, files: Map<string, PageFile>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const type = TYPES[extname(entry.name)];
    if (entry.isDirectory()) await readFolder(path, `${url}${entry.name}/`, files);
    else if (entry.isFile() && type !== undefined) {
      const isImmutable = /-[\w-]{8}\.\w+$/.test(entry.name);
      files.set(url + entry.name, { type, bytes: await readFile(path), isImmutable });
    }
  }
}

/** The document with more at the beginning of its head. */
export function intoHead(html: Buffer, more: string): Buffer {
  return Buffer.from(html.toString('utf8').replace('<head>', () => `<head>\n    ${more}`));
}
