import type { JsonPath, TextSpan } from '../../../../src-preload/contract/json-text/index.ts';
import { documentSpan, membersOf } from './cached-children.ts';
import { placeOf } from './place-problems.ts';

/** Groups begin folded below this depth, and where they are long. */
const OPEN_DEPTH = 3;
const MOST_OPEN = 40;
/** So many values are drawn at once before the groups that follow begin folded: each is drawn again with every key. */
const MOST_DRAWN = 250;
/** What is drawn of one container: see the fields of objects and arrays. */
const MOST_MEMBERS = 200;
const MOST_ITEMS = 10;

/** Whether a group of a form begins open, by what it is; what stands before it may fold it all the same. */
export function beginsOpen(path: JsonPath, isArray: boolean, members: number): boolean {
  return path.length <= OPEN_DEPTH && (isArray || members <= MOST_OPEN);
}

/** The places of groups that begin folded because enough is drawn before them. Nothing is read inside of them. */
export function foldedAtFirst(text: string): ReadonlySet<string> {
  const folded = new Set<string>();
  let drawn = 0;
  const walk = (span: TextSpan, path: JsonPath): void => {
    const members = membersOf(text, span);
    const isArray = members[0]?.key === null;
    if (path.length > 0 && !beginsOpen(path, isArray, members.length)) return;
    for (const [at, member] of members.slice(0, isArray ? MOST_ITEMS : MOST_MEMBERS).entries()) {
      const own = [...path, member.key ?? at];
      if (member.kind !== 'object' && member.kind !== 'array') drawn += 1;
      else if (drawn >= MOST_DRAWN) folded.add(placeOf(own));
      else walk(member, own);
    }
  };
  walk(documentSpan(text), []);
  return folded;
}
