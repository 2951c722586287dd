import {
  type JsonChild,
  type JsonKind,
  type JsonPath,
  kindOf,
} from '../../../../src-preload/contract/json-text/index.ts';
import { anyValue, type FieldSchema } from '../../../lib/documents/field-schema.ts';
import { documentSpan, membersOf } from './cached-children.ts';
import { type PlacedProblems, placeOf } from './place-problems.ts';

/** One visible line of a document's tree. */
export interface DocumentLine {
  readonly place: string;
  readonly path: JsonPath;
  /** Key or index. */
  readonly name: string;
  readonly isItem: boolean;
  readonly kind: JsonKind;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  /** null: there is nothing to unfold. */
  readonly isOpen: boolean | null;
  readonly schema: FieldSchema;
  /** Its place among its brothers, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  readonly problems: readonly string[];
}

/** What begins folded: long arrays and objects, and what lies deep. */
const OPEN_MEMBERS = 12;
const OPEN_DEPTH = 2;
/** Of longer objects no keys are told beside the count. */
const SHORT = 400;

/**
 * The lines that are seen. Only what is open is read: the rest of a long document costs one pass over its text and no
 * objects.
 */
export function documentLines(
  text: string,
  toggled: ReadonlyMap<string, boolean>,
  problems: PlacedProblems,
  schema: FieldSchema,
): readonly DocumentLine[] {
  const lines: DocumentLine[] = [];
  const open = openPlaces(problems);
  const walk = (
    span: { readonly from: number; readonly to: number },
    path: JsonPath,
    around: FieldSchema,
  ) => {
    const isArray = kindOf(text, span.from) === 'array';
    const members = membersOf(text, span);
    const last = isArray ? null : new Map(members.map((member, position) => [member.key ?? '', position]));
    for (const [position, { key, from, to, kind }] of members.entries()) {
      const segment = key === null || last?.get(key) !== position ? position : key;
      const own = [...path, segment];
      const place = placeOf(own);
      const inner = isArray ? around.item(position) : schemaOf(around, key ?? '');
      const isFolding = (kind === 'object' || kind === 'array') && !isEmpty(text, from, to);
      const isOpen = isFolding
        ? (toggled.get(place) ??
          (open.has(place) ||
            (path.length < OPEN_DEPTH &&
              members.length <= OPEN_MEMBERS &&
              membersOf(text, { from, to }).length <= OPEN_MEMBERS)))
        : null;
      lines.push({
        place,
        path: own,
        name: key ?? String(position),
        isItem: isArray,
        kind,
        from,
        to,
        depth: path.length,
        isOpen,
        schema: inner,
        position,
        siblings: members.length,
        problems: problems.get(place) ?? [],
      });
      if (isOpen === true) walk({ from, to }, own, inner);
    }
  };
  walk(documentSpan(text), [], schema);
  return lines;
}

/** What stands beside a folded or open object or array. */
export function lineSummary(text: string, { kind, isOpen, from, to }: DocumentLine): string {
  const members: readonly JsonChild[] = membersOf(text, { from, to });
  if (kind === 'array') return `[ ${members.length} ]`;
  const keys = to - from < SHORT ? members.map(({ key }) => key ?? '').join(', ') : '';
  return isOpen === true || keys === '' || keys.length > 32 ? `{ ${members.length} }` : `{ ${keys} }`;
}

function isEmpty(text: string, from: number, to: number): boolean {
  return to - from < 1000 && text.slice(from + 1, to - 1).trim() === '';
}

/** The type of a line: what the schema says, else what it is. */
export function lineType({ schema, kind }: DocumentLine): string {
  const said =
    schema.kind === 'any' || schema.kind === 'union' ? kind : schema.typeText.replace('string · ', '');
  return schema.isNullable ? `${said}?` : said;
}

function schemaOf(around: FieldSchema, key: string): FieldSchema {
  const found = around.properties().get(key)?.schema ?? around.rest();
  if (found !== null && found !== undefined) return found;
  for (const variant of around.variants()) {
    const inner = variant.schema.properties().get(key)?.schema;
    if (inner !== undefined) return inner;
  }
  return anyValue;
}

/** What is around a problem is open. */
function openPlaces(problems: PlacedProblems): ReadonlySet<string> {
  const open = new Set<string>();
  for (const place of problems.keys()) {
    const path = JSON.parse(place) as JsonPath; // written by `placeOf`
    for (let depth = 1; depth < path.length; depth += 1) open.add(placeOf(path.slice(0, depth)));
  }
  return open;
}
