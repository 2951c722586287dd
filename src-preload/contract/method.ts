import type { z } from 'zod';

/** One method of the bridge: what goes in, what comes out, and a sentence that says what it does. */
export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly doc: string;
  readonly input: I;
  readonly output: O;
}

/** A method whose answer is a stream: chunks are pulled one by one, and stopping early is normal. */
export interface StreamMethod<I extends z.ZodType = z.ZodType, C extends z.ZodType = z.ZodType> {
  readonly kind: 'stream';
  readonly doc: string;
  readonly input: I;
  readonly chunk: C;
}

export type AnyMethod = Method | StreamMethod;

/** A slice: methods by verb. */
export type Slice = Readonly<Record<string, AnyMethod>>;

/** Declares a method. Its input must be a strict object. */
export function method<I extends z.ZodType, O extends z.ZodType>(
  doc: string,
  input: I,
  output: O,
): Method<I, O> {
  return { kind: 'call', doc, input, output };
}

/** Declares a streaming method. Its input must be a strict object. */
export function stream<I extends z.ZodType, C extends z.ZodType>(
  doc: string,
  input: I,
  chunk: C,
): StreamMethod<I, C> {
  return { kind: 'stream', doc, input, chunk };
}
