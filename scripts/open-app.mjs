import { join, resolve } from 'node:path';
import { displayProblem, ensureElectron } from './electron-binary.mjs';
import {
  lockDigest,
  modules,
  projectNode,
  root,
  runProgram,
  runWithProjectNode,
  userFolder,
} from './prepare.mjs';

/** Milliseconds: an Electron that fails so early has shown no window. */
const AT_ITS_START = 5_000;

/**
 * Opens Cairn: in a window of its own where Electron runs, else served for the browser, with one line that says why.
 * `--browser`, and the switches of `cairn serve`, choose the browser.
 *
 * @param {readonly string[]} args files and folders, and switches
 * @returns {Promise<number>} the exit code
 */
export async function openApp(args) {
  const switches = args.filter((argument) => argument.startsWith('--'));
  if (switches.length > 0) return serve(args.filter((argument) => argument !== '--browser'));
  const electron = electronHere();
  if ('why' in electron) return serveInstead(electron.why, args);
  const started = performance.now();
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...env } = process.env;
  const paths = args.map((path) => resolve(userFolder, path));
  try {
    const code = await runProgram(electron.path, [root, ...paths], { cwd: userFolder, env });
    if (code === 0 || code === 130 || performance.now() - started > AT_ITS_START) return code;
    return serveInstead(`Electron ended at its start with code ${code}`, args);
  } catch (error) {
    return serveInstead(/** @type {Error} */ (error).message, args);
  }
}

/** @returns {{ readonly path: string } | { readonly why: string }} */
function electronHere() {
  // Without a window, its 100 MB are not worth asking for.
  const problem = displayProblem();
  if (problem) return { why: problem };
  return ensureElectron({
    packageFolder: join(modules, 'electron'),
    stampFile: join(modules, '.cairn-electron'),
    lockDigest: lockDigest(),
    node: projectNode(),
  });
}

/**
 * @param {string} why
 * @param {readonly string[]} args
 */
function serveInstead(why, args) {
  console.error(`Cairn opens in the browser and not in a window of its own: ${why}.`);
  return serve(args);
}

/** @param {readonly string[]} args */
function serve(args) {
  return runWithProjectNode(['--enable-source-maps', join(root, 'out', 'main', 'serve.js'), ...args], {
    cwd: userFolder,
  });
}
