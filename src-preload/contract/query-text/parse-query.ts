import { nearestText } from '../nearest-text.ts';
import { QueryReader } from './query-reader.ts';
import { type QueryStage, QueryStages, type QueryStep, queryStep, queryStepNames } from './query-steps.ts';
import {
  type QueryCall,
  type QueryChain,
  QueryTextError,
  type QueryValue,
  type TextPlace,
} from './query-value.ts';
import { assertValues } from './step-values.ts';

/** Nobody types more. */
const MOST_CALLS = 1000;
const MOST_DEPTH = 100;

/**
 * Reads a query as it stands in code, `orders.where('status').eq('paid').limit(10)` or `db.collection('orders')…`: what
 * the engine's query builder has, and nothing more. Only names and literals are understood; nothing is evaluated, the
 * groups of conditions neither. Throws QueryTextError.
 */
export function parseQuery(text: string): QueryChain {
  return new QueryParser(text).parse();
}

/** What the parser was about to read. */
export interface ReadPlace {
  /** Where that begins. */
  readonly from: number;
  /** null: a value is. */
  readonly stage: QueryStage | null;
  /** What the step takes there. */
  readonly takes: QueryStep['takes'][number] | null;
}

/** Reads a query from left to right; when it fails, `place` and `top` say how far it came. */
export class QueryParser {
  readonly #reader: QueryReader;
  readonly #isPatient: boolean;
  #calls = 0;
  #collectionName = '';
  #top: readonly QueryCall[] = [];
  #place: ReadPlace | null = null;

  /** `isPatient`: goes on behind steps that there are not, and values that they do not take. */
  constructor(text: string, isPatient = false) {
    this.#reader = new QueryReader(text);
    this.#isPatient = isPatient;
  }

  /** null: nothing that it could be told of. */
  get place(): ReadPlace | null {
    return this.#place;
  }

  /** The collection, and the steps of the query itself that were read. */
  get top(): { readonly collection: string; readonly calls: readonly QueryCall[] } {
    return { collection: this.#collectionName, calls: this.#top };
  }

  parse(): QueryChain {
    const reader = this.#reader;
    reader.takeWord('await');
    const collection = this.#collection();
    this.#collectionName = collection.name;
    const calls = this.#chain('collection', 0);
    reader.take(';');
    if (!reader.isAtEnd) throw reader.problem('A query is a chain of calls; this does not belong to one.');
    return { collection, calls };
  }

  /** `orders`, `db.orders`, `db.collection('orders')`. */
  #collection(): QueryChain['collection'] {
    const reader = this.#reader;
    const first = reader.name('the name of a collection');
    if (first.name !== 'db' || !reader.take('.')) return first;
    const second = reader.name('the name of a collection');
    if (second.name !== 'collection' || !reader.isAt('(')) return second;
    reader.expect('(');
    const name = reader.literal();
    if (name === null || typeof name.value !== 'string')
      throw reader.problem("The name of the collection stands in quotes: collection('orders').");
    reader.expect(')');
    return { name: name.value, from: name.from, to: name.to };
  }

  /** The steps from here on, each where it may stand. */
  #chain(start: QueryStage, depth: number): readonly QueryCall[] {
    const reader = this.#reader;
    const stages = new QueryStages(start);
    const calls: QueryCall[] = [];
    while (reader.take('.')) {
      if (++this.#calls > MOST_CALLS) throw reader.problem(`At most ${MOST_CALLS} steps are read.`);
      this.#note(stages.stage === 'end' ? null : { from: reader.at, stage: stages.stage, takes: null });
      const name = reader.name('the name of a step');
      const own = this.#isPatient ? stepOr(stages.stage, name.name) : stepAt(stages.stage, name);
      if (!reader.isAt('('))
        throw reader.problem(`“${name.name}” is called: write ${name.name}(…).`, lengthOf(name));
      const values = this.#values(depth, own);
      if (!this.#isPatient) assertValues(name, own, values);
      calls.push({ ...name, values });
      stages.take(own);
      if (depth === 0) this.#top = calls;
    }
    if (stages.stage === 'condition') {
      const last = calls.at(-1) as QueryCall;
      throw new QueryTextError(
        `After ${last.name}(…) comes how its value is compared, such as .eq('paid').`,
        last,
      );
    }
    return calls;
  }

  #values(depth: number, step: QueryStep): readonly QueryValue[] {
    this.#reader.expect('(');
    return this.#list(')', depth, step);
  }

  #list(end: ')' | ']', depth: number, step?: QueryStep): readonly QueryValue[] {
    const reader = this.#reader;
    const values: QueryValue[] = [];
    while (!reader.take(end)) {
      if (values.length > 0) {
        reader.expect(',');
        if (reader.take(end)) break;
      }
      const takes = takenAt(step, values.length);
      this.#note({ from: reader.at, stage: null, takes });
      const other = takes === 'collection' ? this.#otherCollection() : null;
      values.push(other ?? this.#value(depth));
    }
    this.#note(null);
    return values;
  }

  #value(depth: number): QueryValue {
    const reader = this.#reader;
    if (depth > MOST_DEPTH) throw reader.problem('Values and groups are nested too deep.');
    const from = reader.at;
    if (reader.take('[')) {
      const items = this.#list(']', depth + 1);
      return { kind: 'list', items, from, to: reader.end };
    }
    if (reader.isAt('{')) return this.#object(depth);
    const literal = reader.literal();
    if (literal !== null) return { kind: 'literal', ...literal };
    return this.#group(depth) ?? this.#nothing();
  }

  #object(depth: number): QueryValue {
    const reader = this.#reader;
    const from = reader.at;
    reader.expect('{');
    const entries: { key: string; value: QueryValue; from: number; to: number }[] = [];
    while (!reader.take('}')) {
      if (entries.length > 0) {
        reader.expect(',');
        if (reader.take('}')) break;
      }
      const key = reader.key();
      if (entries.some((entry) => entry.key === key.name))
        throw new QueryTextError(`“${key.name}” stands here twice.`, key);
      reader.expect(':');
      entries.push({ key: key.name, value: this.#value(depth + 1), from: key.from, to: key.to });
    }
    return { kind: 'object', entries, from, to: reader.end };
  }

  /** `(group) => group.where('a').eq(1)`, with or without parentheses; null: it does not stand here. */
  #group(depth: number): QueryValue | null {
    const reader = this.#reader;
    const from = reader.at;
    const parameter = reader.arrow();
    if (parameter === null) return null;
    const own = reader.name(`“${parameter}”`);
    if (own.name !== parameter)
      throw new QueryTextError(
        `A group begins with its own name: ${parameter} => ${parameter}.where(…).`,
        own,
      );
    const calls = this.#chain('conditions', depth + 1);
    if (calls.length === 0)
      throw new QueryTextError(`The group has no condition: ${parameter} => ${parameter}.where(…).`, own);
    return { kind: 'group', calls, from, to: reader.end };
  }

  /** The collection of a join. */
  #otherCollection(): QueryValue | null {
    const reader = this.#reader;
    const from = reader.at;
    if (!reader.isAtName || reader.isAtWord('new')) return null;
    const { name } = this.#collection();
    return { kind: 'collection', name, from, to: reader.end };
  }

  #note(place: ReadPlace | null): void {
    this.#place = place;
  }

  #nothing(): never {
    throw this.#reader.problem(
      "A value is a text in quotes, a number, true, false, null, a date as new Date('2026-01-31'), or a list of these. Nothing is evaluated.",
      this.#reader.tokenLength,
    );
  }
}

/** What a step takes as its value of this number. */
function takenAt(step: QueryStep | undefined, at: number): ReadPlace['takes'] {
  const [first] = step?.takes ?? [];
  return (first !== undefined && /[*+]$/.test(first) ? first : step?.takes[at]) ?? null;
}

/** A step that there is not changes nothing. */
function stepOr(stage: QueryStage | 'end', name: string): QueryStep {
  return (stage === 'end' ? undefined : queryStep(stage, name)) ?? { takes: [], gives: 'same' };
}

/** Throws where no such step may stand. */
function stepAt(stage: QueryStage | 'end', name: TextPlace & { readonly name: string }): QueryStep {
  if (stage === 'end') throw new QueryTextError('Nothing follows what a query ends with.', name);
  const found = queryStep(stage, name.name);
  if (found !== undefined) return found;
  const names = queryStepNames(stage);
  const nearest = nearestText(name.name, names);
  const what = stage === 'condition' ? 'operator' : stage === 'conditions' ? 'condition' : 'step';
  if (stage === 'collection' && queryStep('query', name.name) !== undefined)
    throw new QueryTextError(`“${name.name}” comes after query(): write .query().${name.name}(…).`, name);
  const meant = nearest === null ? `These are: ${names.filter(isShort).join(', ')}.` : `Is ${nearest} meant?`;
  throw new QueryTextError(`There is no ${what} “${name.name}” here. ${meant}`, name, nearest);
}

/** Twins are not listed. */
function isShort(name: string): boolean {
  return !name.endsWith('Sync');
}

function lengthOf({ from, to }: TextPlace): number {
  return to - from;
}
