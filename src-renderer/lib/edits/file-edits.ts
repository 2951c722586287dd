import type { Client } from '../../../src-preload/client.ts';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { CommitResult, ConflictDecision } from '../../../src-preload/contract/commits.ts';
import type {
  EditDraft,
  EditRow,
  EditRules,
  EditState,
  EditStep,
  EditsChanged,
  StagedRow,
} from '../../../src-preload/contract/edits.ts';
import { hasEdits } from './edit-counts.ts';
import { type EditPlace, noObjectEdits, type ObjectEdits } from './object-edits.ts';
import { finishOpenEditors } from './open-editors.ts';
import { columnKey, jsonCell } from './overlay-row.ts';
import { rowIdentity } from './row-identity.ts';
import { valueCell } from './value-cell.ts';

/** What a commit came to, and when (ms since 1970). */
export type CommitOutcome = (CommitResult | { readonly kind: 'failed'; readonly error: unknown }) & {
  readonly at: number;
};

/** What changed in the staged edits of a file; `rows` null: more than are told, they are to be listed again. */
export interface EditsNews {
  readonly state: EditState;
  readonly rows: readonly StagedRow[] | null;
  readonly unstaged: readonly EditPlace[];
}

/** Single steps are drawn before the answer is there; a paste of many cells waits for it. */
const MOST_PENDING = 8;
/** Milliseconds that pages are awaited after a commit. */
const READ_AGAIN = 600;

/**
 * What is staged of one file, as far as the window has looked at it: figures at once, the rows of an object from the
 * first time they are asked for. Told on with every change.
 */
export class FileEdits {
  readonly client: Client;
  readonly file: string;
  readonly #onState: (edits: FileEdits) => void;
  readonly #listeners = new Set<() => void>();
  readonly #objects = new Map<string, ObjectEdits>();
  readonly #listed = new Set<string>();
  readonly #rules = new Map<string, Promise<EditRules>>();
  readonly #knownRules = new Map<string, EditRules>();
  #state: EditState | null = null;
  #loading: Promise<void> | null = null;
  #failure: unknown = null;
  /** What is on its way to be staged. */
  readonly #busy = new Set<Promise<unknown>>();
  #outcome: CommitOutcome | null = null;
  #isCommitting = false;
  /** Rows that a commit wrote: they are drawn over the pages until those are read again. */
  #written: EditPlace[] = [];
  #writtenTimer: ReturnType<typeof setTimeout> | undefined;
  #decisions: () => ConflictDecision[] = () => [];

  constructor(client: Client, file: string, onState: (edits: FileEdits) => void) {
    this.client = client;
    this.file = file;
    this.#onState = onState;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The figures; null until they are read. */
  readonly state = (): EditState | null => this.#state;

  /** What the last commit came to; null once something is staged after it. */
  readonly outcome = (): CommitOutcome | null => this.#outcome;

  readonly isCommitting = (): boolean => this.#isCommitting;

  /** Says that something will be staged, so that a commit waits for it. */
  track(work: Promise<unknown>): void {
    this.#busy.add(work);
    void work.catch(() => null).finally(() => this.#busy.delete(work));
  }

  /** Waits until all that is on its way now is staged or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#busy]);
  }

  /** Why the figures or rows could not be read. */
  get failure(): unknown {
    return this.#failure;
  }

  /** What is staged of an object; its rows are read when they are first asked for. */
  readonly object = (name: string): ObjectEdits => {
    if (!this.#listed.has(name) && this.#state !== null) void this.#list(name);
    return this.#objects.get(name) ?? noObjectEdits;
  };

  /** Reads the figures. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Reads everything again that was read before: what was told meanwhile is lost. */
  async reload(): Promise<void> {
    this.#state = null;
    this.#rules.clear();
    this.#dropWritten();
    await this.load();
    for (const name of [...this.#listed]) void this.#list(name);
  }

  /** How an object can be edited. Kept until the schema changes; a failure is tried again. */
  rules(object: string): Promise<EditRules> {
    let rules = this.#rules.get(object);
    if (rules === undefined) {
      rules = this.client.edits.rules({ file: this.file, object });
      this.#rules.set(object, rules);
      rules.then(
        (known) => {
          this.#knownRules.set(object, known);
          this.#tell();
        },
        () => this.#rules.delete(object),
      );
    }
    return rules;
  }

  /** The rules, where they are at hand. */
  rulesNow(object: string): EditRules | null {
    return this.#knownRules.get(object) ?? null;
  }

  forgetRules(): void {
    this.#rules.clear();
    this.#knownRules.clear();
    this.#tell();
  }

  /** Stages steps as one step of undo. Throws `BridgeFailure`. */
  stage(steps: readonly EditStep[], label?: string): Promise<EditsChanged> {
    const work = this.#stage(steps, label);
    this.track(work);
    return work;
  }

  async #stage(steps: readonly EditStep[], label?: string): Promise<EditsChanged> {
    const pending = steps.length > MOST_PENDING ? [] : pendingOf(steps);
    for (const { object, row, cells } of pending)
      this.#put(object, this.object(object).withPending(row, cells));
    if (pending.length > 0) this.#tell();
    try {
      const changed = await this.client.edits.stage({
        file: this.file,
        steps: [...steps],
        ...(label !== undefined && { label }),
      });
      this.take(changed);
      return changed;
    } finally {
      // What was not answered with a row of its own, such as a value equal to that of the file.
      for (const { object, row, cells } of pending) {
        const shown = this.object(object);
        if (shown.of(row)?.pending === cells) this.#put(object, shown.withPending(row, new Map()));
      }
      if (pending.length > 0) this.#tell();
    }
  }

  /** The whole text that is staged for a column, where the cell shows only its beginning; undefined: none is. */
  async stagedText(object: string, row: EditRow, column: string): Promise<string | undefined> {
    if (this.object(object).of(row)?.stagedOf({ name: column, path: null }) === undefined) return undefined;
    const { json } = await this.client.edits.document({ file: this.file, object, row, column });
    return json;
  }

  async undo(): Promise<EditsChanged | null> {
    return this.#took(await this.client.edits.undo({ file: this.file }));
  }

  async redo(): Promise<EditsChanged | null> {
    return this.#took(await this.client.edits.redo({ file: this.file }));
  }

  async discard(object: string | null): Promise<EditsChanged> {
    const changed = await this.client.edits.discard({ file: this.file, object });
    this.take(changed);
    return changed;
  }

  /** Says where a commit finds what was decided about conflicts. */
  setDecisions(decisions: () => ConflictDecision[]): void {
    this.#decisions = decisions;
  }

  /** Writes everything that is staged, what is being typed included; null: a commit is under way, or nothing is there. */
  async commit(): Promise<CommitOutcome | null> {
    if (this.#isCommitting) return null;
    this.#isCommitting = true;
    this.#outcome = null;
    this.#tell();
    try {
      await finishOpenEditors();
      await this.settled();
      if (!hasEdits(this.#state)) return null;
      const result = await this.client.commits.write({ file: this.file, decisions: this.#decisions() });
      this.#outcome = { ...result, at: Date.now() };
    } catch (error) {
      this.#outcome = { kind: 'failed', error, at: Date.now() };
    } finally {
      this.#isCommitting = false;
      this.#tell();
    }
    return this.#outcome;
  }

  /** Rows of the file were read again: what a commit wrote is among them. */
  readonly rowsWereRead = (): void => {
    if (this.#written.length === 0) return;
    this.#dropWritten();
    this.#tell();
  };

  /** Forgets what was said of the last commit. */
  dismissOutcome(): void {
    this.#outcome = null;
    this.#tell();
  }

  /** Stages the inverse of a commit. */
  async undoCommit(commit: string): Promise<EditsChanged> {
    const changed = await this.client.commits.undo({ file: this.file, commit });
    this.take(changed);
    return changed;
  }

  /** Keeps a text that is not staged, or forgets it (`text` null). */
  async draft(draft: Omit<EditDraft, 'text'> & { readonly text: string | null }): Promise<void> {
    this.#put(draft.object, this.object(draft.object).withDraft(draft));
    this.#tell();
    this.#setState(await this.client.edits.draft({ file: this.file, draft }));
    this.#tell();
  }

  /** Takes in what changed. News that are older than what is known say nothing new. */
  take({ state, rows, unstaged }: EditsNews): void {
    const isOld = this.#state !== null && state.version <= this.#state.version;
    const before = this.#state;
    if (!isOld || state.version === this.#state?.version) this.#setState(state);
    if (!isOld) {
      // What is said of a refused commit stands until something changes.
      if (!this.#isCommitting) {
        this.#outcome = null;
        this.#dropWritten();
        this.#takeRows(rows, unstaged);
      } else {
        this.#takeRows(rows, []);
        this.#written.push(...unstaged);
        clearTimeout(this.#writtenTimer);
        this.#writtenTimer = setTimeout(this.rowsWereRead, READ_AGAIN);
      }
    }
    this.#takeDrafts(before, state);
    this.#tell();
  }

  #dropWritten(): void {
    clearTimeout(this.#writtenTimer);
    const written = this.#written;
    this.#written = [];
    if (written.length > 0) this.#takeRows([], written);
  }

  #took(changed: EditsChanged | null): EditsChanged | null {
    if (changed !== null) this.take(changed);
    return changed;
  }

  #takeRows(rows: readonly StagedRow[] | null, unstaged: readonly EditPlace[]): void {
    if (rows === null) {
      for (const name of [...this.#listed]) void this.#list(name);
      return;
    }
    const gone = Map.groupBy(unstaged, ({ object }) => object);
    const staged = Map.groupBy(rows, ({ object }) => object);
    for (const name of new Set([...gone.keys(), ...staged.keys()])) {
      // What was never listed is read as a whole once it is asked for.
      if (!this.#listed.has(name)) continue;
      const before = this.#objects.get(name) ?? noObjectEdits;
      this.#put(name, before.withStaged(staged.get(name) ?? [], gone.get(name) ?? []));
    }
  }

  #takeDrafts(before: EditState | null, state: EditState): void {
    const count = (of: EditState | null, name: string) =>
      of?.objects.find(({ object }) => object === name)?.drafts ?? 0;
    for (const name of this.#listed) {
      if (count(before, name) !== count(state, name)) void this.#listDrafts(name);
    }
  }

  async #load(): Promise<void> {
    try {
      this.#failure = null;
      this.#setState(await this.client.edits.state({ file: this.file }));
    } catch (error) {
      this.#failure = error;
    }
    this.#tell();
  }

  async #list(name: string): Promise<void> {
    this.#listed.add(name);
    const isEmpty = this.#state?.objects.every(({ object }) => object !== name) ?? false;
    const known = this.#objects.get(name);
    if (isEmpty && (known === undefined || known.size === 0)) return;
    try {
      const version = this.#state?.version;
      const rows: StagedRow[] = [];
      for await (const chunk of this.client.edits.list({ file: this.file, object: name })) {
        rows.push(...chunk.rows);
      }
      // What changed while they were read may be in them or not.
      if (version !== this.#state?.version) return await this.#list(name);
      this.#put(name, (this.#objects.get(name) ?? noObjectEdits).withAllStaged(rows));
      await this.#listDrafts(name);
    } catch (error) {
      // It is tried again with `reload`: at once it would only fail again.
      this.#failure = error;
    }
    this.#tell();
  }

  async #listDrafts(name: string): Promise<void> {
    const { drafts } = await this.client.edits.drafts({ file: this.file, object: name });
    this.#put(name, (this.#objects.get(name) ?? noObjectEdits).withDrafts(drafts));
    this.#tell();
  }

  #put(name: string, edits: ObjectEdits): void {
    this.#objects.set(name, edits);
  }

  #setState(state: EditState): void {
    this.#state = state;
    this.#onState(this);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

interface Pending {
  readonly object: string;
  readonly row: EditRow;
  readonly cells: ReadonlyMap<string, Cell>;
}

function pendingOf(steps: readonly EditStep[]): readonly Pending[] {
  const byRow = new Map<string, { object: string; row: EditRow; cells: Map<string, Cell> }>();
  for (const step of steps) {
    if (step.kind !== 'set' && step.kind !== 'field') continue;
    const cell = step.kind === 'set' ? valueCell(step.value) : jsonCell(step.raw);
    if (cell === undefined) continue;
    const path = step.kind === 'set' ? null : step.path.map(String);
    const id = JSON.stringify([step.object, rowIdentity(step.row)]);
    const found = byRow.get(id) ?? { object: step.object, row: step.row, cells: new Map() };
    found.cells.set(columnKey({ name: step.column, path }), cell);
    byRow.set(id, found);
  }
  return [...byRow.values()];
}
