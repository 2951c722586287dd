import { open as openInspector } from 'node:inspector';
import module, { createRequire, registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Entry of the stand-in: takes Electron's command line, lets `electron` mean the stand-in's module, opens what
 * Playwright attaches to, and runs the app.
 */

if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`[electron-standin] needs Node 24, and this is ${process.version}.`);
}
process.stderr.write(
  `[electron-standin] NOT Electron: Node ${process.version} that drives a separate Chromium\n`,
);
module.enableCompileCache(join(tmpdir(), 'electron-standin-compile-cache'));
const { NODE_EXECUTABLE } = await import('./node-executable.ts');
const { boot } = await import('./boot.ts');

const electronModule = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    const isElectron = ['electron', 'electron/main', 'electron/common'].includes(specifier);
    return isElectron ? { url: electronModule, shortCircuit: true } : next(specifier, context);
  },
});
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
process.execPath = fileURLToPath(new URL('./binary/electron', import.meta.url));
// As in Electron; the app may find out from `standin` that this is none.
Object.assign(process, { type: 'browser', defaultApp: true, standin: NODE_EXECUTABLE });
process.argv = [process.execPath, ...process.argv.slice(2)];

// Prints the line that Playwright waits for.
const port = boot.switches.get('inspect');
if (port !== undefined) openInspector(Number(port), '127.0.0.1');

const { app } = await import('./app.ts');
const { refuseNodeFork } = await import('./refuse-node-fork.ts');
await import('./electron.ts');
refuseNodeFork();
process.on('unhandledRejection', (reason) => console.error('Unhandled rejection in main:', reason));
process.on('uncaughtException', (error) => console.error('Uncaught exception in main:', error));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

const require = createRequire(import.meta.url);
for (const required of boot.required) require(required);
try {
  await import(pathToFileURL(boot.main).href);
} catch (error) {
  console.error('The main process could not be started:', error);
  process.exit(1);
}
await app.begin();
