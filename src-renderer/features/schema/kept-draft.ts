import { isRecord, type SchemaDraft } from '../../../src-preload/contract/schema-draft/index.ts';

/** A draft with the column whose documents it is for. */
export interface KeptDraft {
  readonly column: string;
  readonly draft: SchemaDraft;
}

/** The text in which a draft is kept. */
export function keptText({ column, draft }: KeptDraft): string {
  return JSON.stringify({ column, draft });
}

/** A draft as it was kept; null for what is none. Fields of it stand on no facts any more. */
export function readDraft(text: string): KeptDraft | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || typeof value.column !== 'string') return null;
    const { column, draft } = value;
    if (!isRecord(draft) || !Array.isArray(draft.fields) || typeof draft.nextId !== 'number') return null;
    // Written by this page; an older form fails the test above.
    return { column, draft: withoutFacts(draft as unknown as SchemaDraft) };
  } catch {
    return null;
  }
}

function withoutFacts(draft: SchemaDraft): SchemaDraft {
  const within = (fields: SchemaDraft['fields']): SchemaDraft['fields'] =>
    fields.map((field) => ({ ...field, fact: null, fields: within(field.fields) }));
  return { ...draft, fields: within(draft.fields) };
}
