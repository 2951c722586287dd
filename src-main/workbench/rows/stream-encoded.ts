import type { CallOptions } from '../../engine/types.ts';
import { Encoded } from '../handlers.ts';
import type { View } from './view.ts';

/**
 * The chunks of an operation that encodes them itself, for `dispatch`, which passes them on as they are. `Chunk` is what
 * the caller decodes.
 */
export async function* encodedChunks<Chunk>(
  view: View,
  holder: string,
  operation: string,
  input: unknown,
  { signal }: CallOptions,
): AsyncGenerator<Chunk, void, void> {
  // biome-ignore lint/correctness/useHookAtTopLevel: this has nothing to do with React.
  const chunks = view.file.useStream('worker', { holder, signal }, (connection) =>
    connection.callStream(operation, input, { signal }),
  );
  for await (const bytes of chunks) {
    // The types of streams know values only; `encodeOutput` takes an `Encoded` in their place.
    yield new Encoded(bytes as Uint8Array) as unknown as Chunk;
  }
}
