import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEveryKind } from '../../e2e/fixtures/every-kind.ts';
import { callEnvelope } from '../../src-preload/contract/envelope.ts';
import {
  decode,
  encode,
  FrameKind,
  type Reply,
  readFrame,
  writeFrame,
} from '../../src-preload/contract/index.ts';
import { verbs } from '../../src-preload/contract/verbs.ts';
import { until } from '../ports/testing/living-processes.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { pictureOf } from '../workbench/files/testing/temporary-folder.ts';
import { browse } from './testing/browse.ts';
import { enginePid, isLong, startCheckedApp } from './testing/checked-app.ts';
import { randomNumbers } from './testing/random-numbers.ts';

/** Mutations of each method; the long form is that of 10,000. */
const MUTATIONS = isLong ? 10_000 : 30;
/** Calls that are on their way at once. */
const AT_ONCE = 200;

let app: RunningApp;
let file: string;
let view: string;
beforeAll(async () => {
  app = await startCheckedApp();
  const path = makeEveryKind(join(app.folder, 'kinds.db'));
  ({ id: file } = await app.client.files.open({ path }));
  ({ view } = await app.client.rows.open({ file, object: 'plain' }));
});
afterAll(() => app.stop());

/** An input that fits, for each method: what is mutated gets past more than the first check. */
function inputs(): Readonly<Record<string, unknown>> {
  const path = join(app.folder, 'kinds.db');
  const row = { view, key: [1] };
  const ranges = [{ firstRow: 0, lastRow: 1 }];
  const edited = { object: 'plain', row: { key: [1] } };
  const base = { length: 3, hash: 'x' };
  const fields = [{ path: ['a'], unique: true, index: false, foreignKey: 'child.id' }];
  const wanted = { file, object: 'new', schema: '{"type":"object"}', primaryKey: null, fields };
  const statement = { file, console: 'c', sql: 'SELECT :a', parameters: [{ name: ':a', value: 1 }] };
  // What would be written is in a file that is not open.
  const unknown = { file: 'f-unknown' };
  return {
    'files.roots': {},
    'files.list': { folder: app.folder, showOthers: true },
    'files.complete': { text: app.folder },
    'files.preflight': { path },
    'files.open': { path, readOnly: true },
    'files.openSample': {},
    'files.opened': {},
    'files.close': { file: 'f-unknown' },
    'files.recents': {},
    'files.forget': { path: '/nowhere' },
    'catalog.objects': { file },
    'catalog.columns': { file },
    'catalog.count': { file, object: 'plain', accuracy: 'exact' },
    'catalog.structure': { file, object: 'child' },
    'rows.open': {
      file,
      object: 'plain',
      sort: [{ column: 'name', direction: 'down' }],
      filter: [{ column: 'id', text: '1..9' }],
    },
    'rows.close': { view: 'v-unknown' },
    'rows.page': { view, anchor: { kind: 'from', key: [1] }, limit: 100 },
    'rows.locate': row,
    'rows.row': row,
    'rows.cell': { ...row, column: 'name', offset: 0, length: 100, as: 'stored' },
    'rows.labels': { view, column: 'id', values: [1, 'x', null] },
    'rows.related': { ...row, limit: 4 },
    'rows.find': { view, text: 'one', columns: ['name'] },
    'rows.copy': { view, ranges, columns: ['id', 'name'], format: 'csv' },
    'rows.stream': { view, limit: 10 },
    'rows.summary': { view, ranges, columns: ['id'] },
    'collections.fields': { file, object: 'plain' },
    'collections.document': row,
    'collections.schema': { file, object: 'plain' },
    'collections.columns': { file, object: 'plain' },
    'collections.check': { file, object: 'plain', id: 'x', json: '{"a":1}', before: null },
    // Before those that stage: there is nothing yet that could be written.
    'commits.write': { file, decisions: [{ ...edited, column: 'name', path: null, take: 'mine' }] },
    'commits.compare': { file },
    'commits.sql': { file },
    'commits.history': { file },
    'commits.rows': { file, commit: 'c-unknown', limit: 50 },
    'commits.undo': { file, commit: 'c-unknown' },
    'commits.restoreCopy': { file, copy: 's-unknown' },
    'commits.compareCopy': { file, copy: 's-unknown' },
    'edits.state': { file },
    'edits.rules': { file, object: 'plain' },
    'edits.list': { file, object: 'plain' },
    'edits.stage': {
      file,
      steps: [
        { kind: 'set', ...edited, column: 'name', seen: 'one', value: 'x' },
        { kind: 'field', ...edited, column: 'name', path: ['a', 0], raw: '1' },
        { kind: 'document', ...edited, column: 'name', base, edits: [{ from: 0, to: 1, text: '' }] },
        { kind: 'insert', object: 'plain', id: 'new', values: [{ column: 'name', value: 'y' }] },
        { kind: 'delete', object: 'plain', row: { inserted: 'new' } },
        { kind: 'unstage', ...edited, columns: ['name'] },
      ],
      label: 'all',
    },
    'edits.undo': { file },
    'edits.redo': { file },
    'edits.discard': { file, object: 'plain' },
    'edits.document': { file, ...edited, column: 'name' },
    'edits.draft': { file, draft: { ...edited, column: 'name', text: '{', base, problems: 1 } },
    'edits.drafts': { file, object: 'plain' },
    'schemas.describe': { file, object: 'plain' },
    'schemas.infer': { file, object: 'plain', column: 'name' },
    'schemas.check': { file, object: 'plain', column: 'name', schema: '{"type":"object"}' },
    'schemas.review': wanted,
    'schemas.save': { ...wanted, reviewed: ['SELECT 1'] },
    'schemas.tryRepair': {
      file,
      object: 'plain',
      column: 'name',
      schema: '{"type":"object"}',
      repairs: [{ key: [1], path: ['a'], raw: '1' }],
    },
    'schemas.keepDraft': { file, object: 'plain', draft: '{}' },
    'queries.consoles': { file },
    'queries.add': { file, text: 'SELECT 1' },
    'queries.rename': { file, console: '0123456789abcdef', name: 'x' },
    'queries.remove': { file, console: '0123456789abcdef' },
    'queries.text': { file, console: '0123456789abcdef' },
    'queries.keep': { file, console: '0123456789abcdef', text: 'SELECT 2', limit: 5, writing: 'ask' },
    'queries.run': { ...statement, limit: 10, mostBytes: 1000 },
    'queries.export': { file, sql: 'SELECT ?', parameters: [{ name: '?1', value: 'x' }], format: 'csv' },
    'queries.plan': { file, sql: 'SELECT * FROM plain' },
    'queries.builder': { file, text: `plain.where('a').eq(1)` },
    'queries.names': { file },
    'queries.history': { file, search: 'x', limit: 5 },
    'queries.clearHistory': { file },
    'queries.saved': { file },
    'queries.save': { file, name: 'x', sql: 'SELECT 1' },
    'queries.removeSaved': { file, id: 'x' },
    'queries.dryRun': { file, sql: 'SELECT 1; SELECT 2' },
    'transactions.state': { file },
    'transactions.begin': { ...unknown, console: 'c' },
    'transactions.savepoint': { file, name: 'x' },
    'transactions.rollbackTo': { file, node: 'x' },
    'transactions.release': { file, node: 'x' },
    'transactions.commit': unknown,
    'transactions.rollback': { file },
    'transactions.stop': { file },
    'transactions.prolong': { file },
    'transactions.applyStaged': unknown,
    'transactions.changes': { file, node: 'x' },
    'transactions.rows': { file, object: 'plain', node: 'x', limit: 5 },
    'transactions.revert': { file, object: 'plain', key: [1] },
    'transactions.sql': { file },
    'plugins.list': { file },
    'plugins.details': { file, plugin: 'metrics' },
    'plugins.rescan': { file },
    'plugins.turn': { file, plugin: 'metrics', isOn: true },
    'plugins.configure': { file, plugin: 'metrics', settings: { maxSlow: 3 } },
    'plugins.events': { file },
    'plugins.operations': { file },
    'plugins.trace': { file, operation: 1 },
    'plugins.reset': { file },
    'preferences.settings': {},
    'preferences.change': { changes: { theme: 'dark', sidebarWidth: 200 } },
    'preferences.layout': { file, object: 'plain' },
    'preferences.changeLayout': {
      file,
      object: 'plain',
      layout: { order: ['id'], hidden: [], pinned: [], widths: { id: 100 } },
    },
    'preferences.session': {},
    'preferences.keepSession': {
      session: { files: [{ path, isSample: false, isReadOnly: true }], tabs: [], active: null },
    },
    'preferences.space': {},
    'preferences.emptyCache': {},
    'stats.space': { file },
    'stats.job': { file, job: 'quick' },
    'stats.poolHistory': { file },
    'stats.check': { file },
    'stats.recycle': { connection: 'unknown' },
    'stats.kill': { connection: 'unknown' },
    'stats.setReaders': { file, readers: 2 },
    'stats.closeIdle': { file },
    'stats.pool': { file },
    'stats.engine': {},
    'shell.info': {},
    'shell.chooseFiles': {},
    'shell.reveal': { path },
    'shell.showAppearance': { theme: 'dark', titleBar: { background: '#141619', symbols: '#b6bdc7' } },
    'shell.showMenu': {
      menus: [
        { id: 'file', label: 'File', entries: [{ kind: 'separator' }, { kind: 'role', role: 'copy' }] },
      ],
    },
    'shell.newWindow': {},
  };
}

const ODD_VALUES: readonly unknown[] = [
  null,
  undefined,
  true,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  -(2n ** 63n),
  '',
  '\0',
  '../../etc/passwd',
  `"; DROP TABLE plain; --`,
  'x'.repeat(100_000),
  [],
  {},
  { constructor: 1, toString: 2 },
  new Uint8Array(1000),
  Array.from({ length: 5_000 }, () => 1),
];

/** The same value with something in it replaced, added or left out. */
function mutatedValue(value: unknown, random: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  if (random() < 0.25) return pick(ODD_VALUES);
  if (Array.isArray(value)) {
    const at = Math.floor(random() * value.length);
    return value.map((item, index) => (index === at ? mutatedValue(item, random) : item));
  }
  if (typeof value !== 'object' || value === null) return pick(ODD_VALUES);
  const keys = Object.keys(value);
  const key =
    keys.length === 0 || random() < 0.2 ? pick(['extra', 'constructor', 'view', 'file']) : pick(keys);
  const { [key]: old, ...rest } = value as Record<string, unknown>;
  return random() < 0.2 ? rest : { ...rest, [key]: mutatedValue(old, random) };
}

/** The same bytes with some of them flipped, cut off, doubled or replaced. */
function mutatedBytes(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.2) return bytes.subarray(0, at);
  if (kind < 0.4) return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at >> 1)]);
  const changed = Uint8Array.from(bytes);
  for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1) {
    changed[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  }
  return changed;
}

/** Sends frames as a page could that was taken over, and counts the replies of each call. */
function attackLink() {
  const replies = new Map<number, Reply[]>();
  let answered = 0;
  const link = app.host.attach((bytes) => {
    const frame = readFrame(bytes);
    if (frame?.kind === FrameKind.chunk) link.receive(writeFrame(FrameKind.pull, frame.callId));
    if (frame?.kind !== FrameKind.reply) return;
    answered += 1;
    replies.set(frame.callId, [...(replies.get(frame.callId) ?? []), decode(frame.payload) as Reply]);
  });
  return { link, replies, answered: () => answered };
}

test(
  `${MUTATIONS} mutations of the input of each method: one answer each, none of them a fault of Cairn`,
  async () => {
    const engine = enginePid(app);
    const before = await pictureOf(app.folder);
    const { link, replies, answered } = attackLink();
    const random = randomNumbers(15);
    const sent = new Map<number, string>();
    let callId = 0;
    for (const [method, input] of Object.entries(inputs())) {
      const frameKind = method.startsWith('shell.') ? FrameKind.shellCall : FrameKind.call;
      for (let mutation = 0; mutation < MUTATIONS; mutation += 1) {
        callId += 1;
        const whole = callEnvelope(method, encode(input));
        const payload =
          mutation === 0
            ? whole
            : mutation % 2 === 0
              ? callEnvelope(method, encode(mutatedValue(input, random)))
              : mutatedBytes(whole, random);
        sent.set(callId, method);
        link.receive(writeFrame(frameKind, callId, payload.slice()));
        if (callId - answered() >= AT_ONCE) await until(() => callId - answered() < AT_ONCE, 60_000);
      }
    }
    await until(() => answered() >= callId, 60_000);
    const faults = [...replies].flatMap(([id, all]) =>
      all
        .filter(
          (reply) => !reply.ok && ['INTERNAL', 'ENGINE_GONE', 'CONNECTION_GONE'].includes(reply.error.code),
        )
        .map((reply) => [sent.get(id), JSON.stringify(reply)]),
    );
    expect(faults).toEqual([]);
    expect([...replies.values()].every((all) => all.length === 1)).toBe(true);
    expect(replies.size).toBe(callId);
    for (const all of replies.values()) {
      // No stack and no path of Cairn's own code.
      expect(JSON.stringify(all)).not.toMatch(/\bat [^ ]+ \(|src-main|node_modules/);
    }
    link.detach();
    expect(enginePid(app)).toBe(engine);
    expect(await pictureOf(app.folder)).toEqual(before);
    expect((await browse(app.client, file, 'plain')).rows).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
  },
  isLong ? 900_000 : 90_000,
);

test('frames of noise, of unknown kinds and for calls that do not exist do no harm', async () => {
  const engine = enginePid(app);
  const { link, replies } = attackLink();
  const random = randomNumbers(16);
  for (let count = 0; count < (isLong ? 10_000 : 500); count += 1) {
    const noise = Uint8Array.from({ length: Math.floor(random() * 64) }, () => Math.floor(random() * 256));
    if (noise.length > 0 && random() < 0.7) noise[0] = Math.floor(random() * 9);
    link.receive(noise);
  }
  // A client that uses one id for two calls at once gets one of them refused.
  const call = () => writeFrame(FrameKind.call, 77, callEnvelope('catalog.objects', encode({ file })));
  link.receive(call());
  link.receive(call());
  await until(() => (replies.get(77) ?? []).length === 2);
  expect((replies.get(77) ?? []).map((reply) => (reply.ok ? 'ok' : reply.error.code)).toSorted()).toEqual([
    'BAD_REQUEST',
    'ok',
  ]);
  for (const [id, all] of replies) {
    if (id === 77) continue;
    expect(all.map((reply) => (reply.ok ? 'ok' : reply.error.code))).toEqual(all.map(() => 'BAD_REQUEST'));
  }
  link.detach();
  expect(enginePid(app)).toBe(engine);
  expect((await browse(app.client, file, 'plain')).rows).toHaveLength(2);
});

test('every method of the contract is among those that were mutated, but the restart', () => {
  const all = Object.entries(verbs).flatMap(([slice, kinds]) =>
    Object.keys(kinds).map((verb) => `${slice}.${verb}`),
  );
  expect(Object.keys(inputs()).toSorted()).toEqual(
    all.filter((method) => method !== 'shell.restartEngine').toSorted(),
  );
});
