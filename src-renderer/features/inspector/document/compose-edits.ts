import { spanBetween, type TextEdit } from '../../../../src-preload/contract/json-text/text-edit.ts';

/** With more edits than this, one edit of the whole span is simpler to keep. */
const MOST_EDITS = 5000;

/**
 * The edits of `base` that do what `first` and then `second` do; `second` speaks of the text after `first`. What is as
 * it was in the base again is no edit.
 */
export function composeEdits(
  base: string,
  first: readonly TextEdit[],
  second: readonly TextEdit[],
): readonly TextEdit[] {
  let result = sorted(first);
  // From the last to the first: what stands before an edit keeps its place.
  for (const edit of sorted(second).toReversed()) result = composeOne(base, result, edit);
  if (result.length <= MOST_EDITS) return result;
  const [from, to] = [result[0]?.from ?? 0, result.at(-1)?.to ?? 0];
  return [{ from, to, text: changed(base, result, from, to) }];
}

/** The edits that take `edits` of a text back, in terms of the text after them. */
export function invertEdits(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  let moved = 0;
  return sorted(edits).map((edit) => {
    const from = edit.from + moved;
    moved += edit.text.length - (edit.to - edit.from);
    return { from, to: from + edit.text.length, text: text.slice(edit.from, edit.to) };
  });
}

/** One edit that makes one text of another; none if they are the same. */
export function editsBetween(before: string, after: string): readonly TextEdit[] {
  return before === after ? [] : [spanBetween(before, after)];
}

function composeOne(base: string, first: readonly TextEdit[], edit: TextEdit): readonly TextEdit[] {
  const before: TextEdit[] = [];
  const touched: { readonly one: TextEdit; readonly at: number }[] = [];
  const behind: TextEdit[] = [];
  let moved = 0;
  let movedBefore = 0;
  let movedBehind = 0;
  for (const one of first) {
    const at = one.from + moved;
    moved += one.text.length - (one.to - one.from);
    if (at + one.text.length < edit.from) {
      before.push(one);
      movedBefore = moved;
    } else if (at > edit.to) behind.push(one);
    else {
      touched.push({ one, at });
      movedBehind = moved;
    }
  }
  if (touched.length === 0) movedBehind = movedBefore;
  const [head, tail] = [touched[0], touched.at(-1)];
  const isInHead = head !== undefined && head.at <= edit.from;
  const isInTail = tail !== undefined && tail.at + tail.one.text.length >= edit.to;
  const from = isInHead ? head.one.from : edit.from - movedBefore;
  const to = isInTail ? tail.one.to : edit.to - movedBehind;
  const start = isInHead ? head.one.text.slice(0, edit.from - head.at) : '';
  const end = isInTail ? tail.one.text.slice(edit.to - tail.at) : '';
  const text = start + edit.text + end;
  return base.slice(from, to) === text ? [...before, ...behind] : [...before, { from, to, text }, ...behind];
}

/** What a span of the base looks like after edits that lie in it. */
function changed(base: string, edits: readonly TextEdit[], from: number, to: number): string {
  const parts: string[] = [];
  let at = from;
  for (const edit of edits) {
    parts.push(base.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  return parts.join('') + base.slice(at, to);
}

function sorted(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((one, other) => one.from - other.from || one.to - other.to);
}
