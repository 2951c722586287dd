import { cellView } from '../../lib/cells/cell-view.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { type JsonNode, readJsonTree } from '../../lib/cells/json-tree.ts';
import { cellJson, rowJson } from '../../lib/cells/row-json.ts';
import { useOfRow, useRowCells } from './use-row.ts';

export interface ShownDocument {
  /** JSON text: of the document as it is stored, or made of the row. null while it is not there. */
  readonly json: string | null;
  readonly tree: JsonNode | null;
  readonly isDocument: boolean;
  readonly encoding: 'text' | 'jsonb' | null;
  readonly error: unknown;
}

/** Deeper or longer ones are shown as text only. */
const MAX_TREE = 4_000_000;

/** The row as JSON: a document as stored, any other row as an object of its columns. */
export function useDocument(focused: FocusedRow): ShownDocument {
  const { view, client } = focused;
  const isDocument = view.columns.some(({ path }) => path !== null);
  const cells = useRowCells(focused);
  const loaded = useOfRow(focused, 'document', async (key, signal) =>
    isDocument ? client.collections.document({ view: view.view, key: [...key] }, { signal }) : null,
  );
  if (isDocument) {
    const json = loaded.value?.json ?? null;
    const tree = json === null || json.length > MAX_TREE ? null : readJsonTree(json);
    return { json, tree, isDocument, encoding: loaded.value?.encoding ?? null, error: loaded.error };
  }
  const names = view.columns.map(({ name }) => name);
  const children = names.map((name, index): JsonNode => {
    const cell = cells[index] ?? null;
    const shown = cellView(cell);
    const inner = shown.look === 'json' && shown.json !== null ? readJsonTree(shown.json) : null;
    const node = inner ?? readJsonTree(cellJson(cell));
    return { kind: 'null', source: 'null', children: [], ...node, name };
  });
  return {
    json: rowJson(names, cells),
    tree: { name: null, kind: 'object', source: '', children },
    isDocument,
    encoding: null,
    error: null,
  };
}
