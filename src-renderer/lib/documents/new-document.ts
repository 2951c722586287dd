import type { Client } from '../../../src-preload/client.ts';
import type { EditRules, EditStep } from '../../../src-preload/contract/edits.ts';
import { readFieldSchema } from './field-schema.ts';
import { minimalJson } from './minimal-json.ts';

/** The step that stages a new document: with an id of its own, and what the collection's schema asks for at least. */
export async function newDocument(
  client: Client,
  file: string,
  object: string,
  rules: Pick<EditRules, 'idColumn' | 'documentColumn'>,
): Promise<Extract<EditStep, { kind: 'insert' }>> {
  const stored = await client.collections.schema({ file, object, column: null });
  const schema = stored === null ? null : readFieldSchema(stored.schema);
  const id = crypto.randomUUID();
  const json = schema?.kind === 'object' ? minimalJson(schema) : '{}';
  return insertDocument(object, rules, id, json);
}

/** The step that stages a document under an id. */
export function insertDocument(
  object: string,
  { idColumn, documentColumn }: Pick<EditRules, 'idColumn' | 'documentColumn'>,
  id: string,
  json: string,
): Extract<EditStep, { kind: 'insert' }> {
  return {
    kind: 'insert',
    object,
    id: crypto.randomUUID(),
    values: [
      { column: idColumn ?? '_id', value: id },
      { column: documentColumn ?? 'doc', value: json },
    ],
  };
}
