/** Takes the pictures of the README from the running app: `node scripts/screens.ts`, after a build. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';

const root = join(import.meta.dirname, '..');
const data = mkdtempSync(join(tmpdir(), 'cairn-screens-'));
const server = spawn(process.execPath, ['out/main/serve.js', 'resources', '--no-open'], {
  cwd: root,
  env: { ...process.env, CAIRN_DATA_DIR: data, CAIRN_CACHE_DIR: join(data, 'cache') },
  stdio: ['ignore', 'pipe', 'inherit'],
});

async function address(): Promise<string> {
  for await (const line of createInterface({ input: server.stdout })) {
    const found = /http:\S+/.exec(line);
    if (found !== null) return found[0];
  }
  throw new Error('Cairn ended before it printed its address.');
}

async function open(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('treeitem', { name }).click();
  await page.getByRole('gridcell').first().waitFor();
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(700, 880);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(root, 'docs', 'screens', `${name}.png`) });
}

const executablePath = process.env.CAIRN_CHROMIUM;
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await page.goto(await address());
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await open(page, /^tracks/);
  await page.getByText('Quarry').first().waitFor();
  await take(page, 'browse-light');
  await page.getByRole('radio', { name: 'Related' }).click();
  await page.getByText('invoice_items').last().waitFor();
  await take(page, 'related-light');
  await page.getByRole('radio', { name: 'Structure' }).click();
  // A keyword stands alone as soon as the statement is coloured.
  await page.getByText('REFERENCES', { exact: true }).first().waitFor();
  await take(page, 'structure-light');
  await open(page, /^orders/);
  await page.getByRole('radio', { name: 'JSON' }).click();
  await page.getByText('stored as JSONB').waitFor();
  await take(page, 'documents-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, /^customers/);
  await page.getByRole('radio', { name: 'Form' }).click();
  await take(page, 'browse-dark');
} finally {
  await browser.close();
  server.kill('SIGTERM');
  rmSync(data, { recursive: true, force: true });
}
