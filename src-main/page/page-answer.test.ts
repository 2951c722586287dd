import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { pageAnswer } from './page-answer.ts';
import { readPageFiles } from './page-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html><head>\n<title>Cairn</title></head></html>',
  );
  writeFileSync(join(folder, 'assets', 'index-AbCd1234.js'), 'run()');
  writeFileSync(join(folder, 'assets', 'notes.txt'), 'not a part of the page');
});

const page = async (head?: string) => {
  const file = (await readPageFiles(folder, head)).get('/');
  if (file === undefined) throw new Error('no page');
  return file;
};
const policy = (headers: Readonly<Record<string, string>>) => headers['content-security-policy'] ?? '';

test('only files of known kinds are there, and the page is at the root alone', async () => {
  const files = await readPageFiles(folder);
  expect([...files.keys()].sort()).toEqual(['/', '/assets/index-AbCd1234.js']);
});

test('without a page there is nothing to serve', async () => {
  rmSync(join(folder, 'index.html'));
  await expect(readPageFiles(folder)).rejects.toThrow('run the build first');
});

test("a script of the shell comes before the page's own head", async () => {
  const html = (await page('<script src="/$&.js"></script>')).bytes.toString();
  expect(html).toContain('<head>\n    <script src="/$&.js"></script>\n<title>');
});

test('each answer with the page has a nonce of its own, for styles alone', async () => {
  const file = await page();
  const nonces = [1, 2].map(() => {
    const { headers, body } = pageAnswer(file);
    const nonce = /<meta property="csp-nonce" nonce="([\w+/=]+)" \/>/.exec(body.toString())?.[1];
    expect(nonce).toMatch(/^[\w+/]{22}==$/);
    expect(policy(headers)).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy(headers).split("'nonce-")).toHaveLength(2);
    expect(headers['content-length']).toBe(String(body.byteLength));
    expect(headers['cache-control']).toBe('no-store');
    return nonce;
  });
  expect(new Set(nonces).size).toBe(2);
});

test('the policy lets nothing foreign, inline or evaluated in', async () => {
  const { headers } = pageAnswer(await page());
  const directives = new Map(
    policy(headers)
      .split('; ')
      .map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
  );
  expect(Object.fromEntries(directives)).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });
  expect(policy(headers)).not.toMatch(/unsafe|\*|https?:/);
});

test('other files carry no nonce and keep their bytes; those with a digest in their name may be kept', async () => {
  const file = (await readPageFiles(folder)).get('/assets/index-AbCd1234.js');
  if (file === undefined) throw new Error('no script');
  const { headers, body } = pageAnswer(file, ['ws://127.0.0.1:1']);
  expect(body.toString()).toBe('run()');
  expect(headers['cache-control']).toContain('immutable');
  expect(policy(headers)).toContain("connect-src 'self' ws://127.0.0.1:1");
  expect(policy(headers)).not.toContain('nonce');
});
