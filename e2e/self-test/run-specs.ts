import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a run of the specs said. */
export interface SpecsResult {
  readonly passed: number;
  /** Titles of the specs that failed. */
  readonly failed: readonly string[];
}

interface JsonSpec {
  readonly title: string;
  readonly ok: boolean;
  readonly tests: readonly { readonly status: string }[];
}

interface JsonSuite {
  readonly specs?: readonly JsonSpec[];
  readonly suites?: readonly JsonSuite[];
}

/**
 * Runs specs against the build that lies in `folder`, on the Electron stand-in or, where it is installed, on Electron.
 * Stops at the first that fails. Rejects when no spec ran at all.
 */
export async function runSpecs(folder: string, grep: string): Promise<SpecsResult> {
  const report = await runPlaywright(folder, [
    '--grep',
    grep,
    '--max-failures',
    '1',
    '--retries',
    '0',
    '--reporter',
    'json',
    // A fault may make a page that never comes: nobody waits two minutes for it.
    '--timeout',
    '45000',
  ]);
  const specs = specsOf(report).filter(({ tests }) => tests.some(({ status }) => status !== 'skipped'));
  const failed = specs.filter(({ ok }) => !ok).map(({ title }) => title);
  if (specs.length === 0) throw new Error(`No spec ran in ${folder}.`);
  return { passed: specs.length - failed.length, failed };
}

function specsOf({ specs = [], suites = [] }: JsonSuite): readonly JsonSpec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

function runPlaywright(folder: string, args: readonly string[]): Promise<JsonSuite> {
  const cli = join(folder, 'node_modules/@playwright/test/cli.js');
  const shell = process.env.E2E_SHELL ?? 'standin';
  const child = spawn(process.execPath, [cli, 'test', ...args], {
    cwd: folder,
    env: { ...process.env, E2E_SHELL: shell },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      try {
        resolve(JSON.parse(printed.slice(printed.indexOf('{\n'))) as JsonSuite);
      } catch {
        reject(new Error(`The specs gave no report.\n${printed}\n${complaints}`));
      }
    });
  });
}
