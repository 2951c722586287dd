import type { CellInput, CellOutput } from '../../operations/cell-bytes.ts';
import type { RowInput } from '../../operations/row.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import { Encoded, type Handlers } from '../handlers.ts';
import type { ViewStore } from './view-store.ts';

type CoreVerb = 'open' | 'close' | 'page' | 'locate' | 'row' | 'cell';

/** Opening views and reading their pages, rows and cells. */
export function coreHandlers(store: ViewStore): Pick<Handlers<'rows'>, CoreVerb> {
  return {
    async open(input, context) {
      return (await store.open(input, context)).info;
    },
    async close({ view }) {
      store.close(view);
      return null;
    },
    async page({ view, anchor, limit }, { signal }) {
      return await store.get(view).page(anchor, limit, { signal });
    },
    async locate({ view, key }, { signal }) {
      const found = store.get(view);
      const row = await found.locate(key, { signal });
      return { row, isExact: !found.progress.isStale };
    },
    async row({ view: id, key }, { signal }) {
      const view = store.get(id);
      await view.ready({ signal });
      const input: RowInput = {
        plan: view.rowPlan,
        columns: view.columns.map(({ plan }) => plan),
        key: key.map(fromKeyValue),
      };
      const bytes = await view.file.use('reader', { holder: 'One row', signal }, (connection) =>
        connection.call('row', input, { signal }),
      );
      if (bytes instanceof Uint8Array) return new Encoded(bytes);
      throw new BridgeError('ROW_NOT_FOUND', 'No row has this key any more.', {
        hint: 'Another program deleted it, or changed its key.',
      });
    },
    async cell({ view: id, key, column: name, offset, length, as }, { signal }) {
      const view = store.get(id);
      await view.ready({ signal });
      const column = view.columns.find(({ info }) => info.name === name);
      if (column === undefined) {
        throw new BridgeError('COLUMN_NOT_FOUND', `There is no column named ${name} any more.`);
      }
      const input: CellInput = {
        plan: view.rowPlan,
        column: column.plan,
        key: key.map(fromKeyValue),
        offset,
        length,
        as,
      };
      const answer = await view.file.use('reader', { holder: 'One cell', signal }, (connection) =>
        connection.call('cell', input, { signal }),
      );
      return answer as CellOutput; // What the operation answers.
    },
  };
}
