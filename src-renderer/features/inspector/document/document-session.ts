import type { Client } from '../../../../src-preload/client.ts';
import type { DocumentProblem } from '../../../../src-preload/contract/collections.ts';
import type { DocumentBase, EditDraft, EditRow } from '../../../../src-preload/contract/edits.ts';
import { diffJson, mergePatches, type TextEdit } from '../../../../src-preload/contract/json-text/index.ts';
import type { FileEdits } from '../../../lib/edits/file-edits.ts';
import { KeepSoon } from '../../../lib/edits/keep-soon.ts';
import {
  beginDraft,
  changeDraft,
  type DocumentDraft,
  endGroup,
  isChanged,
  keptText,
  redoDraft,
  retypeDraft,
  undoDraft,
} from './document-draft.ts';

/** What the views of a document show. */
export interface DocumentState {
  /** null until the document is read. */
  readonly draft: DocumentDraft | null;
  /** As the file has it; null in a new row. */
  readonly stored: string | null;
  readonly encoding: 'text' | 'jsonb';
  readonly error: unknown;
  /** What the schema says about `draft.text`. */
  readonly problems: readonly DocumentProblem[];
  /** The schema took too long. */
  readonly isUnchecked: boolean;
  /** Somebody changed the document since the draft was begun, at the same places. */
  readonly isOutdated: boolean;
}

export interface DocumentPlace {
  readonly client: Client;
  readonly edits: FileEdits;
  readonly object: string;
  readonly row: EditRow;
  readonly column: string;
  /** It is a document of a collection, and not only what stands in a column of a row. */
  readonly isWhole: boolean;
  readonly id: string | null;
}

const CHECK_AFTER = 200;
const KEEP_AFTER = 300;
/** A longer text takes time on its way to the engine: it goes in longer pauses. */
const LONG_TEXT = 200_000;
const LONGER = 4;
const nothing: DocumentState = {
  draft: null,
  stored: null,
  encoding: 'text',
  error: null,
  problems: [],
  isUnchecked: false,
  isOutdated: false,
};

/** One document while it is shown: reads it, keeps what is typed, asks its schema, stages it. */
export class DocumentSession {
  readonly #place: DocumentPlace;
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #base: DocumentBase | null = null;
  #kept: string | null = null;
  #keptProblems = 0;
  #checked: string | null = null;
  #checking: AbortController | null = null;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #soon = new KeepSoon(() => this.#keep());
  #isStaging = false;
  #isChecked = true;
  #isClosed = false;

  constructor(place: DocumentPlace) {
    this.#place = place;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): DocumentState => this.#state;

  /** Reads the document, and again whenever it may have changed: an open draft goes on over the new one. */
  async load(): Promise<void> {
    if (this.#isStaging) return;
    const { client, edits, object, row, column } = this.#place;
    try {
      const [found, kept] = await Promise.all([
        client.edits.document({ file: edits.file, object, row, column }),
        this.#state.draft === null ? this.#keptDraft() : null,
      ]);
      if (this.#isClosed || this.#isStaging) return;
      const before = this.#state.draft;
      const { json, stored, encoding, base } = found;
      const isSame = this.#base?.hash === base.hash && this.#base.length === base.length;
      this.#base = base;
      const common = { stored, encoding, error: null } as const;
      if (before === null) {
        this.#kept = kept?.text ?? null;
        const isOutdated = kept?.base != null && kept.base.hash !== base.hash;
        this.#set({ ...common, draft: beginDraft(json, kept?.text ?? null), isOutdated });
      } else if (isSame) this.#set(common);
      else this.#set({ ...common, ...rebased(before, json) });
      this.#later();
    } catch (error) {
      if (!this.#isClosed) this.#set({ error });
    }
  }

  /** Changes the text; see `changeDraft`. */
  readonly change = (edits: readonly TextEdit[] | null, group: string | null = null): void => {
    if (edits !== null) this.#put((draft) => changeDraft(draft, edits, group));
  };

  readonly retype = (text: string, group: string | null = null): void => {
    this.#put((draft) => retypeDraft(draft, text, group));
  };

  /** False: there is nothing to take back. */
  readonly undo = (): boolean => this.#put(undoDraft);

  readonly redo = (): boolean => this.#put(redoDraft);

  /** Drops the draft. */
  readonly discard = (): void => {
    this.#put((draft) => beginDraft(draft.base));
    this.#set({ isOutdated: false });
    this.#keep();
  };

  /** The focus left a field: checks and keeps without waiting. */
  readonly rest = (): void => {
    const { draft } = this.#state;
    if (draft === null || !isChanged(draft)) return;
    this.#state = { ...this.#state, draft: endGroup(draft) };
    this.#keep();
    void this.check();
  };

  /** Stages the draft. False: it has problems, and stays a draft. Throws `BridgeFailure`. */
  readonly stage = async (): Promise<boolean> => {
    await this.check();
    const { draft, problems } = this.#state;
    const { edits, object, row, column } = this.#place;
    if (draft === null || this.#base === null || draft.typed !== null || problems.length > 0) {
      this.#keep();
      return false;
    }
    if (draft.edits.length === 0) return true;
    this.#isStaging = true;
    try {
      const base = this.#base;
      await edits.stage([
        { kind: 'document', object, row, column, base, edits: draft.edits.map((edit) => ({ ...edit })) },
      ]);
      this.#set({ draft: beginDraft(draft.text), isOutdated: false });
      this.#keep();
    } finally {
      this.#isStaging = false;
    }
    await this.load();
    return true;
  };

  /** What a commit asks of an open draft: staged where it can be, kept where not. */
  readonly finish = async (): Promise<void> => {
    const { draft } = this.#state;
    if (draft !== null && isChanged(draft)) await this.stage();
  };

  /** Asks the schema about the text as it is now. */
  async check(): Promise<void> {
    clearTimeout(this.#checkTimer);
    const { draft, stored } = this.#state;
    if (draft === null || !this.#isChecked || this.#checked === draft.text) return;
    const { client, edits, object, column, isWhole, id } = this.#place;
    this.#checking?.abort();
    const controller = new AbortController();
    this.#checking = controller;
    const { text } = draft;
    try {
      const { problems, timedOut } = await client.collections.check(
        { file: edits.file, object, column: isWhole ? null : column, id, json: text, before: stored },
        { signal: controller.signal },
      );
      if (controller.signal.aborted) return;
      this.#checked = text;
      this.#set({ problems, isUnchecked: timedOut });
      if (this.#kept !== null && this.#keptProblems !== this.#problemCount()) this.#keep();
    } catch {
      // Asked again with the next change; the commit asks as well.
    }
  }

  /** Whether there is a schema to be asked. */
  setChecked(isChecked: boolean): void {
    if (this.#isChecked === isChecked) return;
    this.#isChecked = isChecked;
    this.#checked = null;
    if (!isChecked) this.#set({ problems: [], isUnchecked: false });
    this.#later();
  }

  /** Shown (again): React may end and begin effects once more. */
  open(): void {
    this.#isClosed = false;
  }

  /** Keeps what is not staged. */
  close(): void {
    this.#keep();
    this.#isClosed = true;
    this.#checking?.abort();
    clearTimeout(this.#checkTimer);
  }

  #put(change: (draft: DocumentDraft) => DocumentDraft): boolean {
    const { draft } = this.#state;
    const next = draft === null ? null : change(draft);
    if (next === null || next === draft) return false;
    this.#set({ draft: next });
    this.#later();
    return true;
  }

  #later(): void {
    const { draft } = this.#state;
    if (draft === null) return;
    clearTimeout(this.#checkTimer);
    if (this.#isClosed) {
      // An editor that gives its text away as it goes.
      this.#keep();
      return;
    }
    const times = draft.text.length > LONG_TEXT ? LONGER : 1;
    const isNew = 'inserted' in this.#place.row;
    if (isChanged(draft) || isNew || this.#state.problems.length > 0) {
      this.#checkTimer = setTimeout(() => void this.check(), CHECK_AFTER * times);
    }
    if (keptText(draft) !== this.#kept) this.#soon.later(KEEP_AFTER * times);
    else this.#soon.cancel();
  }

  #problemCount(): number {
    return this.#state.problems.length + (this.#state.draft?.typed == null ? 0 : 1);
  }

  #keep(): void {
    this.#soon.cancel();
    const { draft } = this.#state;
    if (draft === null) return;
    const text = keptText(draft);
    const problems = this.#problemCount();
    if (text === this.#kept && (text === null || problems === this.#keptProblems)) return;
    this.#kept = text;
    this.#keptProblems = problems;
    const { edits, object, row } = this.#place;
    edits.draft({ object, row, column: this.#draftColumn(), text, base: this.#base, problems }).catch(() => {
      // Tried again with the next change.
      this.#kept = null;
    });
  }

  /** Drafts of whole documents are kept for their rows. */
  #draftColumn(): string | null {
    return this.#place.isWhole ? null : this.#place.column;
  }

  async #keptDraft() {
    const { client, edits, object, row } = this.#place;
    const isOurs = ({ column, path }: EditDraft) => column === this.#draftColumn() && path === undefined;
    const shown = edits.object(object).of(row)?.drafts.find(isOurs);
    if (shown !== undefined) return shown;
    if (edits.state() === null) await edits.load();
    const count = edits.state()?.objects.find((one) => one.object === object)?.drafts ?? 0;
    if (count === 0) return null;
    const { drafts } = await client.edits.drafts({ file: edits.file, object });
    const identity = JSON.stringify(row, bigintText);
    return (
      drafts.find((draft) => isOurs(draft) && JSON.stringify(draft.row, bigintText) === identity) ?? null
    );
  }

  #set(change: Partial<DocumentState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The draft over a document that changed meanwhile: merged where both changed other places. */
function rebased(draft: DocumentDraft, json: string): Pick<DocumentState, 'draft' | 'isOutdated'> {
  if (!isChanged(draft)) return { draft: beginDraft(json), isOutdated: false };
  if (draft.typed !== null) return { draft: beginDraft(json, draft.typed), isOutdated: true };
  const merged = mergePatches(json, diffJson(draft.base, draft.text));
  return merged.conflicts.length === 0
    ? { draft: beginDraft(json, merged.text), isOutdated: false }
    : { draft: beginDraft(json, draft.text), isOutdated: true };
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
