import type { CallOptions } from '../../engine/types.ts';
import { Encoded } from '../handlers.ts';
import type { View } from './view.ts';

/** The chunks of an operation that encodes them itself, for `dispatch`, which passes them on as they are. */
export async function* encodedChunks(
  view: View,
  holder: string,
  operation: string,
  input: unknown,
  { signal }: CallOptions,
): AsyncGenerator<Encoded, void, void> {
  const { file } = view;
  const chunks = file.useStream('worker', { holder, signal }, (connection) =>
    connection.callStream(operation, input, { signal }),
  );
  for await (const bytes of chunks) yield new Encoded(bytes as Uint8Array); // What such an operation yields.
}
