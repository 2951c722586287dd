import { describe, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { DocumentOf } from '../collections/collection-spec.ts';
import type { PathOf, SelectionOf, ValueAt } from './path-types.ts';
import type { QueryBuilder } from './query-builder.ts';
import type { Queryable } from './query-source.ts';

const schema = z.object({
  id: z.string(),
  name: z.string().optional(),
  age: z.number().nullable(),
  born: z.date(),
  big: z.bigint(),
  tags: z.array(z.string()),
  marks: z.set(z.number()),
  address: z.object({ city: z.string(), 'post.code': z.string().nullish() }).optional(),
  scores: z.record(z.string(), z.number()),
  lines: z.array(z.object({ sku: z.string() })),
  anything: z.unknown(),
});
type Person = DocumentOf<typeof schema>;

const shapes = z.discriminatedUnion('kind', [
  z.object({ _id: z.string(), kind: z.literal('circle'), radius: z.number() }),
  z.object({ _id: z.string(), kind: z.literal('square'), side: z.bigint() }),
]);
type Shape = DocumentOf<typeof shapes>;

const plain = z.object({ title: z.string() });

declare const people: QueryBuilder<Person>;
declare const figures: QueryBuilder<Shape>;
declare const notes: Queryable<typeof plain>;
/** The bodies are never run: they are there for their types. */
const typed = (name: string, body: () => void) => test(name, () => void body.length);

describe('types of queries', () => {
  typed('paths and values follow from the schema', () => {
    expectTypeOf<
      'id' | 'address.city' | 'address.post.code' | 'tags.0' | 'lines.3.sku' | `scores.${string}`
    >().toExtend<PathOf<Person>>();
    expectTypeOf<'nope'>().not.toExtend<PathOf<Person>>();
    expectTypeOf<'address.town'>().not.toExtend<PathOf<Person>>();
    expectTypeOf<'name.length'>().not.toExtend<PathOf<Person>>();
    expectTypeOf<ValueAt<Person, 'age'>>().toEqualTypeOf<number | null>();
    expectTypeOf<ValueAt<Person, 'address.city'>>().toEqualTypeOf<string>();
    expectTypeOf<ValueAt<Person, 'address.post.code'>>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<ValueAt<Person, 'lines.0.sku'>>().toEqualTypeOf<string>();
    expectTypeOf<ValueAt<Person, 'scores.math'>>().toEqualTypeOf<number>();
    expectTypeOf<ValueAt<Person, 'anything.deep'>>().toEqualTypeOf<unknown>();
    expectTypeOf<ValueAt<Shape, 'radius'>>().toEqualTypeOf<number>();
    expectTypeOf<ValueAt<Shape, 'kind'>>().toEqualTypeOf<'circle' | 'square'>();
  });

  typed('conditions take the values of their paths', () => {
    people.where('age').gt(3).where('age').eq(null).where('born').lt(new Date()).where('big').in([1n, null]);
    people.where('tags').arrayContains('x').where('marks').arrayContains(1).where('address.city').like('O%');
    people.where('scores.math').gte(1).where('any path at run time').eq({ of: 'anything' });
    figures.where('kind').eq('circle').where('side').gt(3n);
    // @ts-expect-error ages are numbers
    people.where('age').eq('3');
    // @ts-expect-error null has no order
    people.where('age').gt(null);
    // @ts-expect-error dates are compared with dates
    people.where('born').lt('yesterday');
    // @ts-expect-error tags are texts
    people.where('tags').arrayContains(1);
    // @ts-expect-error there is no such shape
    figures.where('kind').eq('line');
    people.or((group) => group.where('age').gt(1)).and((group) => group.where('name').eq('x'));
    // @ts-expect-error groups know the types as well
    people.or((group) => group.where('age').gt('1'));
  });

  typed('results are the documents, or what was selected of them', () => {
    expectTypeOf(people.toArray()).resolves.toEqualTypeOf<Person[]>();
    expectTypeOf(
      people.where('age').gt(1).orderBy('id').limit(1).first(),
    ).resolves.toEqualTypeOf<Person | null>();
    expectTypeOf(people.toArraySync()).toEqualTypeOf<Person[]>();
    expectTypeOf(people.iterator()).toEqualTypeOf<AsyncGenerator<Person, void, void>>();
    expectTypeOf<SelectionOf<Person, 'id' | 'name' | 'address.city' | 'born'>>().toEqualTypeOf<{
      id: string;
      name?: string | undefined;
      born: Date;
      address?: { city: string } | undefined;
    }>();
    expectTypeOf(people.select('id', 'tags').toArray()).resolves.toEqualTypeOf<
      { id: string; tags: string[] }[]
    >();
    expectTypeOf(people.distinct('age').firstSync()).toEqualTypeOf<{ age: number | null } | null>();
    expectTypeOf(people.distinct().toArraySync()).toEqualTypeOf<Person[]>();
    expectTypeOf(people.select('id').where('age').gt(1).toArraySync()).toEqualTypeOf<{ id: string }[]>();
  });

  typed('aggregates and groups', () => {
    expectTypeOf(people.count()).resolves.toEqualTypeOf<number>();
    expectTypeOf(people.sumSync('age')).toEqualTypeOf<number>();
    expectTypeOf(people.sumSync('big')).toEqualTypeOf<bigint>();
    expectTypeOf(people.maxSync('born')).toEqualTypeOf<Date | null>();
    const groups = people.groupBy('name', 'address.city').count().sum('big', 'total').min('born');
    const [row] = groups.toArraySync();
    expectTypeOf(row?.name).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(row?.count).toEqualTypeOf<number | undefined>();
    expectTypeOf(row?.total).toEqualTypeOf<bigint | undefined>();
    expectTypeOf(row?.min_born).toEqualTypeOf<Date | null | undefined>();
    groups.having('total').gt(3n).orderBy('count', 'desc');
    // @ts-expect-error the sum of bigints is a bigint
    groups.having('total').gt('3');
    expectTypeOf(people.groupBy().count('n').toArraySync()).toExtend<{ n: number }[]>();
  });

  typed('joins', () => {
    const joined = people.join(notes, 'id', 'title', 'note');
    const [row] = joined.toArraySync();
    expectTypeOf(row?.note.title).toEqualTypeOf<string | undefined>();
    expectTypeOf(row?.note._id).toEqualTypeOf<string | undefined>();
    joined.where('note.title').eq('x').orderBy('note._id');
    // @ts-expect-error titles are texts
    joined.where('note.title').eq(1);
    const [left] = people.leftJoin(notes, 'id', 'title', 'note').toArraySync();
    expectTypeOf(left?.note).toEqualTypeOf<DocumentOf<typeof plain> | null | undefined>();
    const [named] = people.leftJoin('notes', 'id', 'title').toArraySync();
    expectTypeOf(named?.notes).toEqualTypeOf<Record<string, unknown> | null | undefined>();
  });
});
