import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createWorldEnd } from './page-worlds.ts';
import { createPreloadWorld } from './preload-world.ts';
import { createCloneText } from './structured-clone-text.ts';
import { tellCopied } from './tell-copied.ts';
import { tellOpened } from './tell-opened.ts';

/** The scripts that a window's pages start with, and the names by which main reaches them. */
export interface PreloadScripts {
  /** Runs in the page's own world. */
  readonly pageSource: string;
  /** Runs in the preload's world, and has the preload in it. */
  readonly preloadSource: string;
  /** The function by which the preload's world hands text to main. */
  readonly binding: string;
  /** The function by which main hands it text. */
  readonly receiver: string;
  /** Whether the preload asks for paths of files, for which Chromium's debugger is needed. */
  readonly asksForPaths: boolean;
}

/** Name of the preload's world. */
export const PRELOAD_WORLD = 'Electron Isolated Context';

const BASE64 = `
const toBase64 = (bytes) => bytes.toBase64();
const fromBase64 = (text) => Uint8Array.fromBase64(text);`;

/** Builds the scripts. Frames inside a page get none of it. A preload that cannot be read is printed, as in Electron. */
export function createPreloadScripts(path: string | undefined, args: readonly string[]): PreloadScripts {
  const secret = randomBytes(16).toString('hex');
  const binding = `standinPost${secret}`;
  const receiver = `standinReceive${secret}`;
  const preload = path === undefined ? '' : readPreload(path);
  const facts = {
    platform: process.platform,
    arch: process.arch,
    versions: { ...process.versions },
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
    argv: [...args],
    env: {},
  };
  const copied = `${secret}copied`;
  const opened = `${secret}opened`;
  const pageSource = `if (window === window.top) {
(${createWorldEnd})(${JSON.stringify(secret)}, 'page', 'preload');
(${tellCopied})(${JSON.stringify(copied)});
(${tellOpened})(${JSON.stringify(opened)});
}`;
  const preloadSource = `if (window === window.top) (() => {${BASE64}
const post = globalThis[${JSON.stringify(binding)}];
delete globalThis[${JSON.stringify(binding)}];
const text = (${createCloneText})(toBase64, fromBase64);
const world = (${createWorldEnd})(${JSON.stringify(secret)}, 'preload', 'page');
const { require, process } = (${createPreloadWorld})({ world, text, post, receiver: ${JSON.stringify(receiver)}, copiedEvent: ${JSON.stringify(copied)}, openedEvent: ${JSON.stringify(opened)}, process: ${JSON.stringify(facts)} });
const module = { exports: {} };
(function (require, process, module, exports, global) {
${preload}
}).call(module.exports, require, process, module, module.exports, globalThis);
})();
//# sourceURL=${path ?? 'preload'}`;
  return { pageSource, preloadSource, binding, receiver, asksForPaths: preload.includes('getPathForFile') };
}

function readPreload(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    console.error(`Unable to load preload script: ${path}\n${error}`);
    return '';
  }
}
