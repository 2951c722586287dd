import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'out', 'test-processes');

/** Modules below `src-main` that tests start as processes, most of them many times: those of the app first. */
const ENTRIES = [
  ...readdirSync(join(root, 'src-main')).flatMap((name) => /^.+-process(?=\.ts$)/u.exec(name) ?? []),
  'engine/connections/testing/connection-entry',
  'faults/testing/small-shell',
];

/**
 * Vitest's global setup: one file of each process that the tests start. From the sources each start reads, and takes
 * the types out of, hundreds of them. The tests find the files through `src-main/testing/process-entry.ts`.
 */
export default async function setUp(project: TestProject): Promise<void> {
  // Each project of the run has it.
  if (process.env.CAIRN_TEST_PROCESSES !== undefined) return;
  await bundleAll();
  process.env.CAIRN_TEST_PROCESSES = `${pathToFileURL(folder).href}/`;
  project.onTestsRerun(bundleAll);
}

async function bundleAll(): Promise<void> {
  await Promise.all(ENTRIES.map(bundle));
}

/** As electron.vite.config.ts bundles them, with what they import later in the same file. */
async function bundle(entry: string): Promise<void> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: ['zod', 'ws'] },
    build: {
      ssr: join(root, 'src-main', `${entry}.ts`),
      target: 'node24',
      write: false,
      minify: false,
      rolldownOptions: { output: { format: 'es', codeSplitting: false } },
    },
  });
  const [output] = [result].flat();
  const code = output !== undefined && 'output' in output ? output.output[0].code : undefined;
  if (code === undefined) throw new Error(`${entry} gave no file.`);
  put(join(folder, `${entry}.js`), code);
}

/** At once, for another run of the tests may be reading it. */
function put(path: string, code: string): void {
  if (readText(path) === code) return;
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}`;
  writeFileSync(next, code);
  renameSync(next, path);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
