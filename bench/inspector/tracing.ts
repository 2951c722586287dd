import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type HookContext, PluginManager } from '../../src-main/engine/index.ts';
import { FilePlugins } from '../../src-main/workbench/plugins/file-plugins.ts';
import { HookRecorder } from '../../src-main/workbench/plugins/hook-recorder.ts';
import { shippedPlugins } from '../../src-main/workbench/plugins/shipped-plugins.ts';
import { type EditsHere, editsHere } from '../app/edits-here.ts';
import { part } from '../harness/part.ts';
import { interleave, median } from '../harness/samples.ts';

const COMMITS = 60;
/** In each of two forms after each commit: caches and compiled code are those of an app at work. */
const CALLS = 400;
const LOOKS = 20_000;
/** Hooks that a new document has with timestamps, audit-log and validation. */
const HOOKS = 3;
const DOCUMENT = { status: 'paid', total: 1.5, items: [{ sku: 'a', qty: 1 }], note: 'x'.repeat(200) };

/** What tracing costs the insert of one document while no page is open: where no plugin is on, and where three are. */
export function tracing() {
  return part({
    name: 'tracing',
    measures: {
      none: { name: 'plugins where none is on, of a commit of one inserted document', unit: '%', target: 1 },
      recording: {
        name: `writing ${HOOKS} calls of hooks down with their data, nobody listening, of the same`,
        unit: '%',
        target: 1,
      },
    },
    async run(record) {
      const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-tracing-'));
      let here: EditsHere | undefined;
      try {
        here = await editsHere(makeFile(join(folder, 'notes.sqlite')), folder);
        const insert = inserting(here);
        const [bare, recorded] = [calling(false), calling(true)];
        // The first ones compile the code, make the safety copy and start the writer.
        for (let round = 0; round < 10; round += 1) {
          await insert();
          bare();
          recorded();
        }
        const samples = await interleave(COMMITS, {
          insert: { run: insert },
          bare: { run: bare },
          recorded: { run: recorded },
        });
        const commit = median(samples.insert);
        const added = median(
          samples.recorded.map((time, round) => time - (samples.bare[round] ?? Number.NaN)),
        );
        const beside = [
          { name: 'the commit, processor time of the engine', measured: commit / 1000, unit: 'ms' },
        ];
        record('none', { measured: (100 * (await looking())) / commit, runs: COMMITS, beside });
        record('recording', {
          measured: (100 * HOOKS * added) / commit,
          runs: COMMITS,
          beside: [
            { name: 'one call', measured: median(samples.bare), unit: 'us' },
            { name: 'one call, written down', measured: median(samples.recorded), unit: 'us' },
            ...beside,
          ],
        });
      } finally {
        await here?.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  });
}

/** Microseconds of processor time of this process, in which the engine runs here. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function makeFile(path: string): string {
  const database = new Database(path);
  database.exec(
    `CREATE TABLE notes (_id TEXT PRIMARY KEY, doc TEXT NOT NULL); INSERT INTO notes VALUES ('a', '{}')`,
  );
  database.close();
  return path;
}

/** Stages and commits one more document, and gives what the commit took. */
function inserting(here: EditsHere): () => Promise<number> {
  let documents = 0;
  return async () => {
    documents += 1;
    const values = [
      { column: '_id', value: `n${documents}` },
      { column: 'doc', value: JSON.stringify(DOCUMENT) },
    ];
    await here.stage([{ kind: 'insert', object: 'notes', id: `i${documents}`, values }]);
    const begun = used();
    await here.commit();
    return used() - begun;
  };
}

/** What a commit or a page does where no plugin is on. */
async function looking(): Promise<number> {
  const files = new Map([['file', Promise.resolve(new FilePlugins(shippedPlugins, [], () => {}))]]);
  const begun = used();
  for (let look = 0; look < LOOKS; look += 1) {
    const plugins = await files.get('file');
    if (plugins?.isAnyOn !== false) throw new Error('a plugin is on');
  }
  return (used() - begun) / LOOKS;
}

/** Calls a hook that does nothing, and gives what one call took. */
function calling(isRecorded: boolean): () => number {
  const recorder = new HookRecorder(() => {});
  const manager = new PluginManager(isRecorded ? { observe: recorder.observe } : {});
  manager.register({ name: 'quiet', onBeforeInsert: () => undefined });
  return () => {
    const begun = used();
    for (let call = 0; call < CALLS; call += 1) {
      const context: HookContext = {
        collectionName: 'notes',
        schema: {},
        operation: 'insert',
        data: DOCUMENT,
      };
      if (isRecorded) recorder.begin({ name: 'notes.insert', about: 'n', keepsData: true }).add(context);
      void manager.executeHook('onBeforeInsert', context);
    }
    return (used() - begun) / CALLS;
  };
}
