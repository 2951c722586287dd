import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from './codec.ts';
import { callEnvelope, eventEnvelope, okEnvelope, openEvent } from './envelope.ts';

/** Values that the codec carries without loss; what it loses is written at `codec.ts`. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, Number.NaN, Number.POSITIVE_INFINITY),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.integer(),
    fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array(),
    fc.array(tie('any')),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('any'),
      { noNullPrototype: true },
    ),
  ),
})).any;
const name = fc.string({ unit: 'grapheme', maxLength: 60 });

test('a value that is encoded already and then wrapped decodes like the whole encoded at once', () => {
  fc.assert(
    fc.property(value, name, (inner, text) => {
      const bytes = encode(inner);
      expect(decode(okEnvelope(bytes))).toEqual(decode(encode({ ok: true, value: inner })));
      expect(decode(callEnvelope(text, bytes))).toEqual(decode(encode({ method: text, input: inner })));
      expect(decode(eventEnvelope(text, bytes))).toEqual(decode(encode({ event: text, value: inner })));
    }),
    { numRuns: 1_000 },
  );
});

test('an event is taken apart into its name and the very bytes of its value', () => {
  fc.assert(
    fc.property(name, fc.uint8Array(), (event, bytes) => {
      const opened = openEvent(eventEnvelope(event, bytes));
      expect(opened?.event).toBe(event);
      expect(Buffer.from(opened?.value ?? [1])).toEqual(Buffer.from(bytes));
    }),
  );
});

test('what is no event is not taken for one', () => {
  expect(openEvent(new Uint8Array())).toBeUndefined();
  expect(openEvent(okEnvelope(encode(1)))).toBeUndefined();
  expect(openEvent(encode({ event: 5, value: 1 }))).toBeUndefined();
  expect(openEvent(encode({ event: 'x', worth: 1 }))).toBeUndefined();
});

test('a name over 255 bytes is refused', () => {
  expect(() => callEnvelope('x'.repeat(256), new Uint8Array())).toThrow(RangeError);
  const long = 'x'.repeat(255);
  expect(decode(callEnvelope(long, encode(1)))).toEqual({ method: long, input: 1 });
});
