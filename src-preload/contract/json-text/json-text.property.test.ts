import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  applyEdits,
  children,
  compactJson,
  insertItem,
  insertMember,
  isJson,
  jsonProblem,
  memberSpan,
  moveTo,
  parsePathText,
  pathText,
  removeAt,
  renameKey,
  setValue,
  spanBetween,
  type TextEdit,
  toJsonPath,
  toOrdinalPath,
  valueSpan,
} from './index.ts';
import {
  type PlacedValue,
  placedValues,
  type RandomDocument,
  randomDocument,
  withoutBlanks,
} from './testing/random-json.ts';

/** More with CAIRN_PROPERTY_RUNS=10000. */
const numRuns = Number(process.env.CAIRN_PROPERTY_RUNS ?? 300);
vi.setConfig({ testTimeout: 30_000 + 50 * numRuns });

/** The children of a container as they are to be, each with its key, blanks left out. */
function compactChildren(parent: PlacedValue): string[] {
  return parent.value.children.map((child) => memberOf(child.rawKey, withoutBlanks(child.value.raw)));
}

function memberOf(rawKey: string | null, raw: string): string {
  return rawKey === null ? raw : `${rawKey}:${raw}`;
}

/** The edits give these children, and touch nothing outside of their container. */
function expectChildren(
  document: RandomDocument,
  parent: PlacedValue,
  edits: readonly TextEdit[] | null,
  expected: string[],
) {
  const result = applyEdits(document.text, edits ?? [{ from: 0, to: 0, text: 'no edits' }]);
  const end = parent.from + parent.value.raw.length;
  const newEnd = result.length - (document.text.length - end);
  expect(result.slice(0, parent.from + 1)).toBe(document.text.slice(0, parent.from + 1));
  expect(result.slice(newEnd - 1)).toBe(document.text.slice(end - 1));
  const [open, close] = parent.value.kind === 'object' ? '{}' : '[]';
  expect(withoutBlanks(result.slice(parent.from, newEnd))).toBe(open + expected.join(',') + close);
  expect(edits?.length ?? 0).toBeLessThanOrEqual(1);
}

function pick<T>(list: readonly T[], random: number): T | undefined {
  return list[random % Math.max(1, list.length)];
}

const random = fc.nat({ max: 1_000_000 });

describe('paths and spans', () => {
  it('finds every value by its positions, and by its keys where they name it', () => {
    fc.assert(
      fc.property(randomDocument, (document) => {
        const placed = placedValues(document);
        const spans = placed.map(({ from, value }) => ({ from, to: from + value.raw.length }));
        expect(placed.map(({ path }) => valueSpan(document.text, path))).toEqual(spans);
        const keyed = placed.map(({ path }) => toJsonPath(document.text, path) ?? ['none']);
        expect(keyed.map((path) => valueSpan(document.text, path))).toEqual(spans);
        expect(keyed.map((path) => toOrdinalPath(document.text, path))).toEqual(
          placed.map(({ path }) => path),
        );
        expect(keyed.map((path) => parsePathText(pathText(path)))).toEqual(keyed);
        const found = spans.map((span) =>
          children(document.text, span).map(({ keyFrom, from, to }) => [keyFrom, from, to]),
        );
        expect(found).toEqual(
          placed.map(({ from, value }) =>
            value.children.map((child) =>
              [child.keyFrom, child.from, child.from + child.value.raw.length].map((offset) => from + offset),
            ),
          ),
        );
      }),
      { numRuns },
    );
  });

  it('reads keys as JSON.parse does: the last of twins', () => {
    fc.assert(
      fc.property(randomDocument, random, (document, at) => {
        const keyed: (string | number)[] = [];
        let value: unknown = JSON.parse(document.text.replace('\ufeff', ''));
        for (let step = at; typeof value === 'object' && value !== null; step = Math.floor(step / 3)) {
          const entry: [string, unknown] | undefined = pick(Object.entries(value), step);
          if (entry === undefined) break;
          keyed.push(Array.isArray(value) ? Number(entry[0]) : entry[0]);
          value = entry[1];
        }
        const span = valueSpan(document.text, keyed);
        expect(JSON.parse(document.text.slice(span?.from, span?.to))).toEqual(value);
        expect(valueSpan(document.text, [...keyed, 'no such key'])).toBeNull();
        expect(valueSpan(document.text, [...keyed, 99])).toBeNull();
      }),
      { numRuns },
    );
  });

  it('writes and reads paths of any keys', () => {
    const segment = fc.oneof(
      fc.nat(),
      fc.string({
        unit: fc.constantFrom('a', '1', '_', '.', '[', ']', '"', '\\', ' ', 'é', '😀', '\ud800', '\n'),
        maxLength: 6,
      }),
      fc.constantFrom('', 'a"]', '0', 'x.y', '\ud800'),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (path) => {
        expect(parsePathText(pathText(path))).toEqual(path);
      }),
      { numRuns },
    );
  });
});

describe('edits', () => {
  it('set exactly the value', () => {
    fc.assert(
      fc.property(randomDocument, random, (document, at) => {
        const placed = pick(placedValues(document), at);
        if (placed === undefined) return;
        const { from, value, path } = placed;
        const result = applyEdits(document.text, setValue(document.text, path, '[0.50]') ?? []);
        expect(result).toBe(
          `${document.text.slice(0, from)}[0.50]${document.text.slice(from + value.raw.length)}`,
        );
      }),
      { numRuns },
    );
  });

  it('remove, rename and move a child, and nothing else', () => {
    fc.assert(
      fc.property(randomDocument, random, random, (document, at, to) => {
        const placed = pick(placedValues(document).slice(1), at);
        const parent = placed?.parent ?? null;
        if (placed === undefined || parent === null) return;
        const { text } = document;
        const position = placed.path.at(-1) ?? 0;
        const all = compactChildren(parent);
        expectChildren(document, parent, removeAt(text, placed.path), all.toSpliced(position, 1));
        expect(memberSpan(text, placed.path)).toMatchObject({ to: expect.any(Number) });

        const target = to % all.length;
        const moved = all.toSpliced(position, 1).toSpliced(target, 0, all[position] ?? '');
        expectChildren(document, parent, moveTo(text, placed.path, target), moved);

        const renamed = renameKey(text, placed.path, 'new "key"');
        if (parent.value.kind === 'array') expect(renamed).toBeNull();
        else {
          const member = memberOf('"new \\"key\\""', withoutBlanks(placed.value.raw));
          expectChildren(document, parent, renamed, all.with(position, member));
        }
      }),
      { numRuns },
    );
  });

  it('insert a child, and nothing else', () => {
    fc.assert(
      fc.property(randomDocument, random, random, (document, at, to) => {
        const containers = placedValues(document).filter((placed) => placed.value.kind !== 'scalar');
        const parent = pick(containers, at);
        if (parent === undefined) return;
        const all = compactChildren(parent);
        const position = to % (all.length + 1);
        const where = position === all.length ? 'end' : position;
        const isObject = parent.value.kind === 'object';
        const edits = isObject
          ? insertMember(document.text, parent.path, where, 'new', '1.10')
          : insertItem(document.text, parent.path, where, '1.10');
        expectChildren(
          document,
          parent,
          edits,
          all.toSpliced(position, 0, memberOf(isObject ? '"new"' : null, '1.10')),
        );
        expect(edits?.[0]?.from).toBe(edits?.[0]?.to);
      }),
      { numRuns },
    );
  });

  it('are the shortest between two texts, and never half a character', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '😀', '😁', '🀀', '\ud83d', '\ude00'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = spanBetween(before, after);
        expect(applyEdits(before, [edit])).toBe(after);
        for (const end of [edit.from, edit.to]) {
          expect(/^[\ud800-\udbff][\udc00-\udfff]$/.test(before.slice(end - 1, end + 1)) && end > 0).toBe(
            false,
          );
        }
      }),
      { numRuns },
    );
  });
});

describe('blanks and problems', () => {
  it('leave out only the blanks between tokens', () => {
    fc.assert(
      fc.property(randomDocument, ({ text }) => {
        expect(compactJson(text)).toBe(withoutBlanks(text));
      }),
      { numRuns },
    );
  });

  it('find a problem exactly where JSON.parse throws', () => {
    const piece = fc.constantFrom(
      '',
      ',',
      '"',
      '}',
      ']',
      '{',
      '\\',
      '0',
      '-',
      ':',
      '\n',
      'x',
      '.',
      'e',
      '\u0001',
      '\ufeff',
      '\u00a0',
    );
    fc.assert(
      fc.property(randomDocument, random, random, piece, ({ text }, at, length, inserted) => {
        const start = at % (text.length + 1);
        const broken = text.slice(0, start) + inserted + text.slice(start + (length % 3));
        const problem = jsonProblem(broken);
        expect(problem === null).toBe(isJson(broken));
        expect(problem?.message).not.toBe('This is not JSON.');
        if (problem !== null) expect(problem.offset).toBeLessThanOrEqual(broken.length);
      }),
      { numRuns },
    );
  });
});
