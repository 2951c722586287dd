import type { StreamRowsInput } from '../../operations/stream-rows.ts';
import type { Handlers } from '../handlers.ts';
import { encodedChunks } from './stream-encoded.ts';
import type { Views } from './view.ts';

/** `rows.stream`: rows from the start on, for results that are read as a whole. */
export function createStream(views: Views): Handlers<'rows'>['stream'] {
  return async function* stream({ view: id, limit }, { signal }) {
    const view = views.get(id);
    const spans = await view.spansOf(null, { signal });
    const input: StreamRowsInput = {
      plan: view.plan(),
      columns: view.columns.map(({ plan }) => plan),
      spans,
      limit,
    };
    yield* encodedChunks(view, 'rows', 'streamRows', input, { signal });
  };
}
