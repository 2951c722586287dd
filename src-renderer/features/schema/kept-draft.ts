import { isRecord, type SchemaDraft } from '../../../src-preload/contract/schema-draft/index.ts';

/** A draft as it was kept; null for what is none. Fields of it stand on no facts any more. */
export function readDraft(text: string): SchemaDraft | null {
  try {
    const value: unknown = JSON.parse(text);
    const draft = isRecord(value) ? value.draft : undefined;
    if (!isRecord(draft) || !Array.isArray(draft.fields) || typeof draft.nextId !== 'number') return null;
    // Written by this page; an older form fails the test above.
    return withoutFacts(draft as unknown as SchemaDraft);
  } catch {
    return null;
  }
}

function withoutFacts(draft: SchemaDraft): SchemaDraft {
  const within = (fields: SchemaDraft['fields']): SchemaDraft['fields'] =>
    fields.map((field) => ({ ...field, fact: null, fields: within(field.fields) }));
  return { ...draft, fields: within(draft.fields) };
}
