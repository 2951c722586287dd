import type { EditCounts, EditDraft, EditProblem } from '../../../src-preload/contract/edits.ts';
import { undoBlocked } from './edit-errors.ts';
import { revert } from './revert.ts';
import { rowKeyOf, rowWords } from './row-key.ts';
import type { StagedEntry } from './staged-entry.ts';
import { weightOf } from './step-weight.ts';

/** How something was and is now; undefined: it was not there. */
export interface Change<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** What one call staged, and what is needed to take it back. */
export interface Step {
  readonly id: number;
  readonly label: string;
  /** The client that may undo it; undefined: anybody may. */
  owner: number | undefined;
  isUndone: boolean;
  readonly rows: ReadonlyMap<string, Change<StagedEntry>>;
  readonly drafts: ReadonlyMap<string, Change<EditDraft>>;
}

/** Rows by key, as they are staged now; undefined: not any more. The old entry stands for its place. */
export type ChangedRows = ReadonlyMap<string, Change<StagedEntry>>;

const MOST_STEPS = 500;
/** What the steps of undo may hold together, by `weightOf`; the newest step stays whatever it has. */
const MOST_WEIGHT = 64 * 1024 * 1024;

/** Everything that is staged of one file: rows, drafts and the steps that led there. */
export class StagedSet {
  /** Long texts of drafts as the journal has them as a whole, by key: what is typed then is written as a difference. */
  readonly draftBases = new Map<string, string>();
  readonly #entries = new Map<string, StagedEntry>();
  readonly #drafts = new Map<string, EditDraft>();
  readonly #problems = new Map<string, EditProblem[]>();
  readonly #counts = new Map<string, { inserted: number; updated: number; deleted: number }>();
  readonly #draftsOf = new Map<string, number>();
  #steps: Step[] = [];
  /** Of the steps together. */
  #weight = 0;
  #blockingDrafts = 0;
  /** Grows with every change. */
  version = 0;
  /** Of the newest edit. */
  sequence = 0;
  #lastStep = 0;

  get size(): number {
    return this.#entries.size;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0 && this.#drafts.size === 0 && this.#steps.length === 0;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  get draftCount(): number {
    return this.#drafts.size;
  }

  /** Drafts with problems and refused rows. */
  get blocking(): number {
    return this.#blockingDrafts + this.#problems.size;
  }

  get nextStep(): number {
    return this.#lastStep + 1;
  }

  entry(key: string): StagedEntry | undefined {
    return this.#entries.get(key);
  }

  problemsOf(key: string): readonly EditProblem[] {
    return this.#problems.get(key) ?? [];
  }

  /** In the order of their newest edits. */
  entries(object: string | null = null): readonly StagedEntry[] {
    const entries = [...this.#entries.values()].filter((entry) => object === null || entry.object === object);
    return entries.sort((a, b) => a.sequence - b.sequence);
  }

  keys(object: string | null): readonly string[] {
    const keys: string[] = [];
    for (const [key, entry] of this.#entries) if (object === null || entry.object === object) keys.push(key);
    return keys;
  }

  drafts(object: string | null = null): readonly EditDraft[] {
    return [...this.#drafts.values()].filter((draft) => object === null || draft.object === object);
  }

  draft(key: string): EditDraft | undefined {
    return this.#drafts.get(key);
  }

  draftEntries(): Iterable<[string, EditDraft]> {
    return this.#drafts.entries();
  }

  countsOf(object: string): EditCounts {
    return this.#counts.get(object) ?? { inserted: 0, updated: 0, deleted: 0 };
  }

  draftsOf(object: string): number {
    return this.#draftsOf.get(object) ?? 0;
  }

  /** Objects of which something is staged or typed. */
  objects(): readonly string[] {
    return [...new Set([...this.#counts.keys(), ...this.#draftsOf.keys()])];
  }

  /** Takes a step: its rows and drafts become what they are after it. `drops`: steps that nobody can redo any more. */
  addStep(step: Step, drops: readonly number[]): void {
    const dropped = new Set(drops);
    if (dropped.size > 0) this.#setSteps(this.#steps.filter(({ id }) => !dropped.has(id)));
    for (const [key, { after }] of step.rows) this.#put(key, after);
    for (const [key, { after }] of step.drafts) this.putDraft(key, after);
    this.#lastStep = Math.max(this.#lastStep, step.id);
    this.#steps.push(step);
    this.#weight += weightOf(step);
    this.#trim();
    this.version += 1;
  }

  /** Forgets the oldest steps where there are too many, or they hold too much. */
  #trim(): void {
    while (this.#steps.length > 1 && (this.#steps.length > MOST_STEPS || this.#weight > MOST_WEIGHT)) {
      const oldest = this.#steps.shift();
      this.#weight -= oldest === undefined ? 0 : weightOf(oldest);
    }
  }

  #setSteps(steps: Step[]): void {
    this.#steps = steps;
    this.#weight = steps.reduce((sum, step) => sum + weightOf(step), 0);
  }

  /** The step that a client's undo (or redo) is about. */
  stepFor(client: number, isUndone: boolean): Step | undefined {
    const isMine = ({ owner }: Step) => owner === undefined || owner === client;
    if (!isUndone) return this.#steps.findLast((step) => !step.isUndone && isMine(step));
    // Undone from the last to the first, so the first that is undone was undone last.
    return this.#steps.find((step) => step.isUndone && isMine(step));
  }

  /** Steps of a client that a new one of it makes impossible to redo. */
  undoneOf(client: number): readonly number[] {
    return this.#steps
      .filter(({ owner, isUndone }) => isUndone && (owner === undefined || owner === client))
      .map(({ id }) => id);
  }

  step(id: number): Step | undefined {
    return this.#steps.find((step) => step.id === id);
  }

  /** What undoing (or redoing) a step changes. Throws UNDO_BLOCKED if it would overwrite a later edit. */
  reverting(step: Step): ChangedRows {
    const changes = new Map<string, Change<StagedEntry>>();
    for (const [key, change] of step.rows) {
      const [from, to] = step.isUndone ? [change.before, change.after] : [change.after, change.before];
      const now = this.#entries.get(key);
      const result = revert(now, from, to);
      if (result === 'blocked') {
        const entry = now ?? from ?? to;
        throw undoBlocked(step.label, entry === undefined ? 'a row' : rowWords(entry.object, entry.row));
      }
      changes.set(key, { before: now, after: result });
    }
    return changes;
  }

  /** Undoes a step that is done, or does it again. */
  applyReverting(step: Step, changes: ChangedRows): void {
    for (const [key, { after }] of changes) this.#put(key, after);
    for (const [key, { before, after }] of step.drafts) this.putDraft(key, step.isUndone ? after : before);
    step.isUndone = !step.isUndone;
    this.version += 1;
  }

  putDraft(key: string, draft: EditDraft | undefined): void {
    const old = this.#drafts.get(key);
    if (old !== undefined) this.#countDraft(old, -1);
    if (draft === undefined) this.#drafts.delete(key);
    else {
      this.#drafts.set(key, draft);
      this.#countDraft(draft, 1);
    }
    this.version += 1;
  }

  /** Rows are in the file now, null: all; the steps before cannot be undone any more. */
  commit(keys: readonly string[] | null): void {
    if (keys === null) {
      for (const all of [this.#entries, this.#counts, this.#problems]) all.clear();
    } else for (const key of keys) this.#put(key, undefined);
    this.#setSteps([]);
    this.version += 1;
  }

  setProblems(problems: ReadonlyMap<string, EditProblem[]>): void {
    this.#problems.clear();
    for (const [key, list] of problems) if (this.#entries.has(key)) this.#problems.set(key, list);
    this.version += 1;
  }

  problemKeys(): readonly string[] {
    return [...this.#problems.keys()];
  }

  /** Its steps may be undone by anybody from now on. */
  forgetClient(client: number): void {
    for (const step of this.#steps) if (step.owner === client) step.owner = undefined;
  }

  /** Takes over what a snapshot says. */
  restore(entries: readonly StagedEntry[], drafts: readonly [string, EditDraft][], steps: Step[]): void {
    for (const entry of entries) this.#put(rowKeyOf(entry.object, entry.row), entry);
    for (const [key, draft] of drafts) this.putDraft(key, draft);
    this.#setSteps(steps);
    this.#lastStep = steps.reduce((last, { id }) => Math.max(last, id), this.#lastStep);
  }

  #put(key: string, entry: StagedEntry | undefined): void {
    const old = this.#entries.get(key);
    if (old === entry) return;
    this.#problems.delete(key);
    if (old !== undefined) this.#count(old, -1);
    if (entry === undefined) this.#entries.delete(key);
    else {
      this.#entries.set(key, entry);
      this.#count(entry, 1);
      this.sequence = Math.max(this.sequence, entry.sequence);
    }
  }

  #count({ object, kind }: StagedEntry, by: 1 | -1): void {
    const counts = this.#counts.get(object) ?? { inserted: 0, updated: 0, deleted: 0 };
    counts[kind === 'insert' ? 'inserted' : kind === 'update' ? 'updated' : 'deleted'] += by;
    if (counts.inserted + counts.updated + counts.deleted === 0) this.#counts.delete(object);
    else this.#counts.set(object, counts);
  }

  #countDraft({ object, problems }: EditDraft, by: 1 | -1): void {
    const count = (this.#draftsOf.get(object) ?? 0) + by;
    if (count === 0) this.#draftsOf.delete(object);
    else this.#draftsOf.set(object, count);
    if (problems > 0) this.#blockingDrafts += by;
  }
}
