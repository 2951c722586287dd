import { type Browser, chromium } from 'playwright';

/** Starts Chromium as the end-to-end tests do. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}

/** The scripts of this project are JavaScript that no type checker reads. */
async function findBrowser(): Promise<string | undefined> {
  const script = new URL('../../scripts/chromium.mjs', import.meta.url).href;
  const { findChromium } = (await import(script)) as { findChromium(): string | undefined };
  return findChromium();
}
