import { type AnyMethod, decode, encode } from '../../src-preload/contract/index.ts';
import { Encoded } from './handlers.ts';

/**
 * The bytes of what a handler gave. With `checks`, those bytes are decoded and parsed by the contract as the caller
 * would see them; throws a `TypeError` that names what does not fit.
 */
export function encodeOutput(name: string, method: AnyMethod, output: unknown, checks: boolean): Uint8Array {
  const bytes = output instanceof Encoded ? output.bytes : encode(output);
  if (!checks) return bytes;
  const schema = method.kind === 'call' ? method.output : method.chunk;
  const result = schema.safeParse(decode(bytes));
  if (result.success) return bytes;
  const issues = result.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw new TypeError(`The answer of ${name} does not fit the contract. ${issues.slice(0, 5).join('; ')}`);
}
