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
import { median } from '../harness/samples.ts';

const COMMITS = 40;
const CALLS = 20_000;
const ROUNDS = 7;
/** Hooks that a new document has with timestamps, audit-log and validation. */
const HOOKS = 3;
const DOCUMENT = { status: 'paid', total: 1.5, items: [{ sku: 'a', qty: 1 }], note: 'x'.repeat(200) };

/** What plugins cost a commit of one new document: where none is on, and what writing their calls down adds. */
export function hooking() {
  return part({
    name: 'hooking',
    measures: {
      none: { name: 'plugins where none is on, of a commit of one document', unit: '%', target: 1 },
      recording: {
        name: `writing ${HOOKS} calls of hooks down with their data, of the same`,
        unit: '%',
        target: 1,
      },
    },
    async run(record) {
      const commit = await commitTime();
      const none = await lookTime();
      const bare = callTime(false);
      const recorded = callTime(true);
      const beside = [
        { name: 'the commit, processor time of the engine', measured: commit / 1000, unit: 'ms' },
      ];
      record('none', { measured: (100 * none) / commit, runs: ROUNDS, beside });
      record('recording', {
        measured: (100 * HOOKS * (recorded - bare)) / commit,
        runs: ROUNDS,
        beside: [{ name: 'one call, written down', measured: recorded, unit: 'us' }, ...beside],
      });
    },
  });
}

/** Microseconds of processor time of this process, in which the engine runs here. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function commitTime(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-hooking-'));
  let here: EditsHere | undefined;
  try {
    const path = join(folder, 'notes.sqlite');
    const database = new Database(path);
    database.exec(
      `CREATE TABLE notes (_id TEXT PRIMARY KEY, doc TEXT NOT NULL); INSERT INTO notes VALUES ('a', '{}')`,
    );
    database.close();
    here = await editsHere(path, folder);
    const times: number[] = [];
    // The first ones compile the code, make the safety copy and start the writer.
    for (let round = -10; round < COMMITS; round += 1) {
      const values = [
        { column: '_id', value: `n${round}` },
        { column: 'doc', value: JSON.stringify(DOCUMENT) },
      ];
      await here.stage([{ kind: 'insert', object: 'notes', id: `i${round}`, values }]);
      const begun = used();
      await here.commit();
      if (round >= 0) times.push(used() - begun);
    }
    return median(times);
  } finally {
    await here?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a commit or a page does where no plugin is on. */
async function lookTime(): Promise<number> {
  const files = new Map([['file', Promise.resolve(new FilePlugins(shippedPlugins, [], () => {}))]]);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = used();
    for (let call = 0; call < CALLS; call += 1) {
      const plugins = await files.get('file');
      if (plugins?.isAnyOn !== false) throw new Error('a plugin is on');
    }
    times.push((used() - begun) / CALLS);
  }
  return median(times);
}

function callTime(isRecorded: boolean): number {
  const recorder = new HookRecorder(() => {});
  const manager = new PluginManager(isRecorded ? { observe: recorder.observe } : {});
  manager.register({ name: 'quiet', onBeforeInsert: () => undefined });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
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
    times.push((used() - begun) / CALLS);
  }
  return median(times);
}
