import { z } from 'zod';
import { decode } from './codec.ts';
import { type AnyMethod, contract } from './index.ts';
import { checkMessage } from './message-check.ts';
import type { WireError } from './reply.ts';

/** A call that fits the contract. */
export interface ReadCall {
  readonly isOk: true;
  readonly slice: keyof typeof contract;
  readonly verb: string;
  readonly method: AnyMethod;
  /** As the contract's schema gives it: strict, capped, with defaults. */
  readonly input: unknown;
}

export type ReadCallResult = ReadCall | { readonly isOk: false; readonly error: WireError };

/** Names may have 1 MiB each in SQLite; 16 MiB are room for the largest call that makes sense. */
const MAX_CALL_BYTES = 16 * 1024 * 1024;
const MAX_TOLD_ISSUES = 3;
const MAX_TOLD_TEXT = 300;

const callSchema = z.strictObject({ method: z.string().max(255), input: z.unknown() });

/**
 * Reads the payload of a call frame as the receiving side must: bytes are looked over before they are decoded, and
 * the input is parsed strictly. Never throws; whatever does not fit is BAD_REQUEST with what is wrong.
 */
export function readCall(payload: Uint8Array): ReadCallResult {
  if (payload.byteLength > MAX_CALL_BYTES) return refuse(`it has more than ${MAX_CALL_BYTES} bytes`);
  const problem = checkMessage(payload);
  if (problem !== undefined) return refuse(problem);
  const call = callSchema.safeParse(tryDecode(payload));
  if (!call.success) return refuse('it is not {method, input}');
  const [slice = '', verb = ''] = call.data.method.split('.', 2);
  const method = findMethod(slice, verb);
  if (method === undefined || call.data.method !== `${slice}.${verb}`) {
    return refuse('the contract has no such method', call.data.method);
  }
  const input = method.input.safeParse(call.data.input);
  if (!input.success) return refuse(issuesText(input.error), call.data.method);
  return { isOk: true, slice: slice as keyof typeof contract, verb, method, input: input.data };
}

function findMethod(slice: string, verb: string): AnyMethod | undefined {
  if (!Object.hasOwn(contract, slice)) return undefined;
  const methods: Readonly<Record<string, AnyMethod>> = contract[slice as keyof typeof contract];
  return Object.hasOwn(methods, verb) ? methods[verb] : undefined;
}

function tryDecode(payload: Uint8Array): unknown {
  try {
    return decode(payload);
  } catch {
    return undefined;
  }
}

function issuesText({ issues }: z.ZodError): string {
  const told = issues.slice(0, MAX_TOLD_ISSUES).map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? cut(message) : `${cut(place)}: ${cut(message)}`;
  });
  return told.join('; ');
}

function refuse(reason: string, method?: string): ReadCallResult {
  const name = method === undefined ? 'A call' : `The call ${cut(method)}`;
  return {
    isOk: false,
    error: { code: 'BAD_REQUEST', message: `${name} was refused and nothing was run: ${reason}.` },
  };
}

function cut(text: string): string {
  return text.length > MAX_TOLD_TEXT ? `${text.slice(0, MAX_TOLD_TEXT)}…` : text;
}
