import { applyEdits, isJson, type TextEdit } from '../../../../src-preload/contract/json-text/index.ts';
import { composeEdits, editsBetween, invertEdits } from './compose-edits.ts';

/** A document while it is edited: what all views change. Every change is an edit of the text; the rest of it stays. */
export interface DocumentDraft {
  /** The document that the edits speak of. */
  readonly base: string;
  /** As it is now: always JSON. */
  readonly text: string;
  /** What makes `text` of `base`. */
  readonly edits: readonly TextEdit[];
  /** What is typed in the JSON view while it is not JSON: the other views show `text`, and wait. */
  readonly typed: string | null;
  readonly undo: readonly DraftStep[];
  readonly redo: readonly DraftStep[];
}

/** What takes one change back. */
interface DraftStep {
  readonly edits: readonly TextEdit[];
  /** Changes of one group, such as the letters typed into a field, are taken back together. */
  readonly group: string | null;
}

/** So many changes can be taken back. */
const MOST_STEPS = 500;

/** A document without changes, or with the text that was kept of an earlier draft. */
export function beginDraft(base: string, kept: string | null = null): DocumentDraft {
  const pristine: DocumentDraft = { base, text: base, edits: [], typed: null, undo: [], redo: [] };
  if (kept === null || kept === base) return pristine;
  if (!isJson(kept)) return { ...pristine, typed: kept };
  return { ...pristine, text: kept, edits: editsBetween(base, kept) };
}

/** With a change; `edits` speak of `draft.text` and leave it JSON. */
export function changeDraft(
  draft: DocumentDraft,
  edits: readonly TextEdit[],
  group: string | null = null,
): DocumentDraft {
  if (edits.length === 0) return draft;
  const changed = applied(draft, edits);
  if (changed.text === draft.text) return draft;
  const back = invertEdits(draft.text, edits);
  const last = draft.undo.at(-1);
  const isSame = group !== null && last?.group === group;
  const step =
    isSame && last ? { edits: composeEdits(changed.text, back, last.edits), group } : { edits: back, group };
  const undo = [...(isSame ? draft.undo.slice(0, -1) : draft.undo), step].slice(-MOST_STEPS);
  return { ...changed, typed: null, undo, redo: [] };
}

/** With another text, as the JSON view has it: JSON or not. */
export function retypeDraft(draft: DocumentDraft, text: string, group: string | null = null): DocumentDraft {
  if (!isJson(text)) return draft.typed === text ? draft : { ...draft, typed: text };
  return { ...changeDraft(draft, editsBetween(draft.text, text), group), typed: null };
}

/** Begins a new step of undo: what follows is not taken back together with what was. */
export function endGroup(draft: DocumentDraft): DocumentDraft {
  const last = draft.undo.at(-1);
  if (last === undefined || last.group === null) return draft;
  return { ...draft, undo: [...draft.undo.slice(0, -1), { ...last, group: null }] };
}

/** Takes the last change back; text that is not JSON first. The same object if there is nothing. */
export function undoDraft(draft: DocumentDraft): DocumentDraft {
  if (draft.typed !== null) return { ...draft, typed: null };
  const step = draft.undo.at(-1);
  if (step === undefined) return draft;
  const again = { edits: invertEdits(draft.text, step.edits), group: null };
  return { ...applied(draft, step.edits), undo: draft.undo.slice(0, -1), redo: [...draft.redo, again] };
}

/** Makes the change again that was taken back last. */
export function redoDraft(draft: DocumentDraft): DocumentDraft {
  const step = draft.redo.at(-1);
  if (step === undefined) return draft;
  const back = { edits: invertEdits(draft.text, step.edits), group: null };
  return { ...applied(draft, step.edits), undo: [...draft.undo, back], redo: draft.redo.slice(0, -1) };
}

/** Whether anything is typed that the document does not have. */
export function isChanged(draft: DocumentDraft): boolean {
  return draft.typed !== null || draft.edits.length > 0;
}

/** What is to be kept over restarts; null if nothing was changed. */
export function keptText(draft: DocumentDraft): string | null {
  return isChanged(draft) ? (draft.typed ?? draft.text) : null;
}

function applied(draft: DocumentDraft, edits: readonly TextEdit[]): DocumentDraft {
  const text = applyEdits(draft.text, edits);
  return { ...draft, text, edits: composeEdits(draft.base, draft.edits, edits) };
}
