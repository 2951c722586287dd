import type { FindInput } from '../../operations/find.ts';
import type { Handlers } from '../handlers.ts';
import { columnsNamed } from './find-columns.ts';
import { encodedChunks } from './stream-encoded.ts';
import type { Views } from './view.ts';

/** `rows.find`: looks for text in the rows of a view, on a worker, so that pages never wait for it. */
export function createFind(views: Views): Handlers<'rows'>['find'] {
  return async function* find({ view: id, text, columns: names, matchCase }, { signal }) {
    const view = views.get(id);
    const columns =
      names === null ? view.columns.filter(({ info }) => !info.isHidden) : columnsNamed(view, names);
    const spans = await view.spansOf(null, { signal });
    const input: FindInput = {
      plan: view.plan(),
      spans,
      columns: columns.map(({ info, plan }) => ({ name: info.name, plan })),
      text,
      matchCase,
    };
    yield* encodedChunks(view, 'find', 'find', input, { signal });
  };
}
