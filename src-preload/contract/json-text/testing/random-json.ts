import fc from 'fast-check';

/** JSON text that knows its structure without having been scanned: the oracle of the property tests. */
export interface RandomValue {
  readonly kind: 'object' | 'array' | 'scalar';
  /** As written, blanks inside included. */
  readonly raw: string;
  readonly children: readonly RandomChild[];
}

export interface RandomChild {
  /** Null: an item. */
  readonly rawKey: string | null;
  readonly value: RandomValue;
  /** From the start of the container's text. */
  readonly keyFrom: number;
  readonly from: number;
}

export interface RandomDocument {
  readonly text: string;
  readonly root: RandomValue;
  readonly rootFrom: number;
}

/** A value of a document with its way and its place. */
export interface PlacedValue {
  readonly path: readonly number[];
  readonly value: RandomValue;
  readonly from: number;
  readonly parent: PlacedValue | null;
}

const blanks = fc.constantFrom('', '', '', ' ', '\n  ', '\r\n\t', ' \t ');
const scalars = fc.constantFrom(
  ...['1.10', '1e400', '-0', '12345678901234567890123', '0.1E-7', 'true', 'false', 'null', '""', '"\\u00e9"'],
  ...[
    '"é"',
    '"\\/"',
    '"\\ud800"',
    '"\ud800"',
    '"😀"',
    '"a,b]}:{["',
    '"\\\\"',
    '"\\"\\\\\\""',
    '" x "',
    '7',
    '7',
    '8',
  ],
);
const rawKeys = fc.constantFrom(
  ...[
    '"a"',
    '"b"',
    '"c"',
    '"\\u0061"',
    '""',
    '"a.b"',
    '"0"',
    '"é"',
    '"\\u00e9"',
    '"__proto__"',
    '"x\\"y"',
    '"{"',
    '"d e"',
  ],
);

/** Any document: duplicate keys, every kind of blank, numbers that JavaScript cannot hold. */
export const randomDocument: fc.Arbitrary<RandomDocument> = documentOf({ hasTwins: true });
/** No object has two members of one key. */
export const randomPlainDocument: fc.Arbitrary<RandomDocument> = documentOf({ hasTwins: false });

/** Every value of a document, the document itself first. */
export function placedValues(document: RandomDocument): readonly PlacedValue[] {
  const placed: PlacedValue[] = [{ path: [], value: document.root, from: document.rootFrom, parent: null }];
  for (const parent of placed) {
    for (const [index, child] of parent.value.children.entries()) {
      placed.push({
        path: [...parent.path, index],
        value: child.value,
        from: parent.from + child.from,
        parent,
      });
    }
  }
  return placed;
}

/** Text without the blanks between tokens, by a way that has nothing in common with the scanner. */
export function withoutBlanks(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[\t\n\r ]+/gs, '$1');
}

function documentOf(options: { readonly hasTwins: boolean }): fc.Arbitrary<RandomDocument> {
  const { value } = fc.letrec<{ value: RandomValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'medium', withCrossShrink: true },
      scalars.map((raw): RandomValue => ({ kind: 'scalar', raw, children: [] })),
      containerOf('array', tie('value'), options.hasTwins),
      containerOf('object', tie('value'), options.hasTwins),
    ),
  }));
  return fc
    .tuple(fc.constantFrom('', '', '\ufeff'), blanks, value, blanks)
    .map(([mark, lead, root, trail]) => ({
      text: mark + lead + root.raw + trail,
      root,
      rootFrom: mark.length + lead.length,
    }));
}

function containerOf(kind: 'array' | 'object', value: fc.Arbitrary<RandomValue>, hasTwins: boolean) {
  const child = fc.tuple(rawKeys, value, blanks, blanks, blanks, blanks);
  const some = hasTwins
    ? fc.array(child, { maxLength: 5 })
    : fc.uniqueArray(child, { maxLength: 6, selector: ([rawKey]) => JSON.parse(rawKey) as string });
  return fc.tuple(some, blanks).map(([drawn, inner]): RandomValue => {
    const children: RandomChild[] = [];
    let raw = kind === 'array' ? '[' : '{';
    for (const [index, [rawKey, item, lead, beforeColon, afterColon, trail]] of drawn.entries()) {
      raw += (index > 0 ? ',' : '') + lead;
      const keyFrom = raw.length;
      if (kind === 'object') raw += `${rawKey}${beforeColon}:${afterColon}`;
      children.push({ rawKey: kind === 'object' ? rawKey : null, value: item, keyFrom, from: raw.length });
      raw += item.raw + trail;
    }
    if (drawn.length === 0) raw += inner;
    return { kind, raw: raw + (kind === 'array' ? ']' : '}'), children };
  });
}
