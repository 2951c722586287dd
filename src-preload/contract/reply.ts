import { z } from 'zod';

/** An error as it crosses the bridge: never a stack, never a path of Cairn's own code. */
export const errorSchema = z.strictObject({
  code: z.string().describe('One of the codes of docs/bridge.md.'),
  message: z.string().describe('What happened, and what it means for the data.'),
  hint: z.string().optional().describe('What to do.'),
  details: z.unknown().optional(),
});

export type WireError = z.infer<typeof errorSchema>;

/** Every call ends with one of these. Nothing throws across the bridge: a thrown error loses name and code. */
export type Reply<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

/** What a caller is told at once when it cancels a call, whoever was to answer it. */
export function cancelledCall(): WireError {
  return { code: 'CANCELLED', message: 'The call was stopped by its caller.' };
}
