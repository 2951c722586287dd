import { BridgeFailure } from '../../../src-preload/client.ts';

/** The failure that a call ends with. Fails when it succeeds, or throws something that is no value of the bridge. */
export async function failureOf(promise: Promise<unknown>): Promise<BridgeFailure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof BridgeFailure) return error;
    throw error;
  }
  throw new Error('The call was expected to fail.');
}

/** What a call gives, or the code of its failure. Never rejects with a failure of the bridge. */
export async function outcomeOf<T>(
  promise: Promise<T>,
): Promise<{ readonly value: T } | { readonly code: string; readonly message: string }> {
  try {
    return { value: await promise };
  } catch (error) {
    if (error instanceof BridgeFailure) return { code: error.code, message: error.message };
    throw error;
  }
}
