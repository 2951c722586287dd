import type { Span } from '../../operations/plan.ts';
import type { StreamRowsInput } from '../../operations/stream-rows.ts';
import { Encoded, type Handlers } from '../handlers.ts';
import type { Views } from './view.ts';

const CHUNK_ROWS = 1_000;

/** `rows.stream`: the rows of a view from its start, read and encoded in a worker and passed on unread. */
export function createStream(views: Views): Handlers<'rows'>['stream'] {
  return async function* ({ view: id, limit }, { signal }) {
    const view = views.get(id);
    const spans = await view.spansOf(null, { signal });
    const input: StreamRowsInput = {
      plan: view.plan(),
      columns: view.columns.map(({ plan }) => plan),
      spans: limited(spans, limit),
      chunkRows: CHUNK_ROWS,
    };
    const holder = `Streaming ${view.info.object.slice(0, 80)}`;
    const chunks = view.file.useStream('worker', { holder, signal }, (connection) =>
      connection.callStream('streamRows', input, { signal }),
    );
    // The operation yields what the contract wants of a chunk, encoded.
    for await (const bytes of chunks) yield new Encoded(bytes as Uint8Array);
  };
}

function limited(spans: readonly Span[], limit: number): readonly Span[] {
  return spans.map((span) => (span.kind === 'walk' ? { ...span, limit: Math.min(span.limit, limit) } : span));
}
