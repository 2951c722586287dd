import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  applyEdits,
  children,
  diffJson,
  insertItem,
  insertMember,
  isJson,
  type JsonPatch,
  kindOf,
  mergePatches,
  moveTo,
  type OrdinalPath,
  removeAt,
  renameKey,
  rootSpan,
  setValue,
  valueSpan,
} from './index.ts';
import {
  type RandomDocument,
  randomDocument,
  randomPlainDocument,
  withoutBlanks,
} from './testing/random-json.ts';

/** More with CAIRN_PROPERTY_RUNS=10000. */
const numRuns = Number(process.env.CAIRN_PROPERTY_RUNS ?? 300);
vi.setConfig({ testTimeout: 30_000 + 50 * numRuns });

const change = fc.record({
  kind: fc.constantFrom('set', 'set', 'insert', 'insert', 'remove', 'rename', 'move'),
  at: fc.nat({ max: 10_000 }),
  to: fc.nat({ max: 10_000 }),
});
type Change = typeof change extends fc.Arbitrary<infer Drawn> ? Drawn : never;
const changes = fc.array(change, { maxLength: 4 });

/** What somebody does to a document: every value that they write is named after them and numbered. */
function edited(text: string, some: readonly Change[], who: string): string {
  return some.reduce(
    (now, one, index) => applyEdits(now, editsOf(now, one, `"${who}-${index}"`) ?? []),
    text,
  );
}

function editsOf(text: string, { kind, at, to }: Change, raw: string) {
  const paths = everyPath(text);
  const path = paths[at % paths.length] ?? [];
  const span = valueSpan(text, path) ?? rootSpan(text);
  const count = children(text, span).length;
  switch (kind) {
    case 'set':
      return setValue(text, path, raw);
    case 'insert':
      return kindOf(text, span.from) === 'array'
        ? insertItem(text, path, to % (count + 1), raw)
        : insertMember(text, path, to % (count + 1), JSON.parse(raw) as string, raw);
    case 'remove':
      return removeAt(text, path);
    case 'rename':
      return renameKey(text, path, 'renamed');
    default:
      return moveTo(text, path, to % 5);
  }
}

function everyPath(text: string): readonly OrdinalPath[] {
  const found: { path: OrdinalPath; from: number; to: number }[] = [{ path: [], ...rootSpan(text) }];
  for (const { path, from, to } of found) {
    found.push(...children(text, { from, to }).map((child, index) => ({ ...child, path: [...path, index] })));
  }
  return found.map((one) => one.path);
}

function bare(text: string): string {
  return withoutBlanks(text.replace('\ufeff', ''));
}

/** As they come back from a journal. */
function stored(patches: readonly JsonPatch[]): readonly JsonPatch[] {
  return JSON.parse(JSON.stringify(patches)) as readonly JsonPatch[];
}

function written(text: string, who: string): readonly string[] {
  return [...text.matchAll(new RegExp(`"${who}-\\d+"`, 'g'))].map((match) => match[0]);
}

function expectDiffToBeExact(before: string, after: string) {
  const patches = stored(diffJson(before, after));
  const merged = mergePatches(before, patches);
  expect(merged.conflicts).toEqual([]);
  expect(bare(merged.text)).toBe(bare(after));
  expect(patches.length === 0).toBe(bare(before) === bare(after));
  // Who finds the changes made already leaves them.
  expect(mergePatches(after, patches)).toEqual({ text: after, conflicts: [] });
}

describe('diffJson and mergePatches', () => {
  it('make one document of another', () => {
    fc.assert(
      fc.property(randomDocument, randomDocument, (before, after) =>
        expectDiffToBeExact(before.text, after.text),
      ),
      { numRuns },
    );
  });

  it('make an edited document of one, and change nothing else', () => {
    fc.assert(
      fc.property(randomDocument, changes, (document, some) => {
        expectDiffToBeExact(document.text, edited(document.text, some, 'ours'));
      }),
      { numRuns },
    );
  });

  it('lose no change of either side', () => {
    fc.assert(
      fc.property(
        fc.oneof(randomDocument, randomPlainDocument),
        changes,
        changes,
        (document, ours, theirs) => {
          const mine = edited(document.text, ours, 'ours');
          const current = edited(document.text, theirs, 'theirs');
          const { text, conflicts } = mergePatches(current, stored(diffJson(document.text, mine)));
          expect(isJson(text)).toBe(true);
          expect(written(text, 'theirs')).toEqual(expect.arrayContaining([...written(current, 'theirs')]));
          const kept = [
            ...written(text, 'ours'),
            ...conflicts.flatMap((patch) => written(`${pathOf(patch)}${patch.after}`, 'ours')),
          ];
          expect(kept).toEqual(expect.arrayContaining([...written(mine, 'ours')]));
        },
      ),
      { numRuns },
    );
  });

  it('merge changes of different members without a conflict', () => {
    fc.assert(
      fc.property(randomDocument, randomDocument, changes, changes, (one, other, ours, theirs) => {
        const whole = (left: string, right: string) => `{"left": ${left}, "list": [1, {"right": ${right}}]}`;
        const [left, right] = [bareRoot(one), bareRoot(other)];
        const mine = edited(left, ours, 'ours');
        const yours = edited(right, theirs, 'theirs');
        const merged = mergePatches(whole(left, yours), diffJson(whole(left, right), whole(mine, right)));
        expect(merged.conflicts).toEqual([]);
        expect(withoutBlanks(merged.text)).toBe(withoutBlanks(whole(mine, yours)));
        const back = mergePatches(whole(mine, right), diffJson(whole(left, right), whole(left, yours)));
        expect(back.conflicts).toEqual([]);
        expect(withoutBlanks(back.text)).toBe(withoutBlanks(whole(mine, yours)));
      }),
      { numRuns },
    );
  });
});

function bareRoot(document: RandomDocument): string {
  return document.root.raw;
}

/** A new member's key is named after who wrote it, too. */
function pathOf(patch: JsonPatch): string {
  return patch.member?.rawKey ?? '';
}
