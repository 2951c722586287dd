import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type {
  EditDraft,
  EditState,
  EditStep,
  EditsChanged,
  StagedRow,
} from '../../../src-preload/contract/edits.ts';
import { readStamp, sameIdentity } from '../files/file-stamp.ts';
import type { OpenFile } from '../open-file.ts';
import { assertStep } from './assert-step.ts';
import { editRefused } from './edit-errors.ts';
import { type AboutFile, statesOf } from './edit-states.ts';
import { EditStore } from './edit-store.ts';
import { foldSteps } from './fold-steps.ts';
import { type ObjectRules, objectRules } from './object-rules.ts';
import { orphanDrafts } from './orphans.ts';
import { readBefore } from './read-before.ts';
import {
  committedRecord,
  draftRecord,
  type FileMark,
  problemsRecord,
  revertRecord,
  stepRecord,
} from './records.ts';
import { rowKeyOf, rowWords } from './row-key.ts';
import type { HeldEdits, ReadyEntry, RowProblem, StagedEntry } from './staged-entry.ts';
import { stagedRow } from './staged-row.ts';
import type { Change, ChangedRows, StagedSet, Step } from './staged-set.ts';
import { stepLabel } from './step-label.ts';

/** Who asks, and until when the answer is wanted. */
export interface Asking {
  readonly client: number;
  readonly signal: AbortSignal;
}

/** A change that is on disk; the state is each client's own. */
export type TellChange = (change: (client: number) => EditsChanged) => void;

/** Rows that one answer tells; of more it says that they are to be listed. */
const MOST_TOLD = 200;

/** The staged edits of one open file. Changes are made one after the other; their journal is written together. */
export class FileEdits {
  readonly #file: OpenFile;
  readonly #store: EditStore;
  readonly #tell: TellChange;
  #queue: Promise<unknown>;
  /** By object, where they are known. */
  readonly #labelColumns = new Map<string, readonly string[]>();
  /** What is to be said of the file itself, as it was last looked at. */
  #fileWords: string | null = null;

  /** `after`: what has to end before the journal is touched. */
  constructor(file: OpenFile, folder: string, tell: TellChange, after: Promise<void> = Promise.resolve()) {
    const name = createHash('sha256').update(file.info.path).digest('hex').slice(0, 32);
    this.#file = file;
    this.#tell = tell;
    this.#queue = after;
    file.onChange((change) => {
      if (change === 'replaced' || change === 'deleted') void this.#tellOfFile();
    });
    this.#store = new EditStore({
      folder,
      journal: join(folder, `${name}.journal`),
      lock: join(folder, `${name}.lock`),
    });
  }

  /** The real path of the file. */
  get path(): string {
    return this.#file.info.path;
  }

  async state(client: number): Promise<EditState> {
    await this.#enqueue(() => this.#read());
    const heldBy = await this.#store.heldBy();
    this.#fileWords = await this.#fileNotice();
    return { ...this.#statesNow()(client), heldBy };
  }

  async entries(object: string | null = null): Promise<readonly StagedEntry[]> {
    await this.#known();
    return this.#set.entries(object);
  }

  async entry(key: string): Promise<StagedEntry | undefined> {
    await this.#known();
    return this.#set.entry(key);
  }

  /** Of a staged entry, as clients see it. */
  rowOf(entry: StagedEntry): StagedRow {
    const problems = this.#set.problemsOf(rowKeyOf(entry.object, entry.row));
    return stagedRow(entry, problems, this.#labelColumns.get(entry.object));
  }

  async drafts(object: string): Promise<readonly EditDraft[]> {
    await this.#known();
    return this.#set.drafts(object);
  }

  /** Stages steps, all or none. Resolves when they are on disk. */
  stage(
    steps: readonly EditStep[],
    label: string | undefined,
    { client, signal }: Asking,
  ): Promise<EditsChanged> {
    return this.#change(async () => {
      const rules = await this.#rulesOf(steps);
      const rulesOf = (object: string) => {
        const found = rules.get(object);
        if (found === undefined) throw new Error('The rules of every object are known here.');
        return found;
      };
      for (const step of steps) assertStep(step, rulesOf(step.object));
      const entryOf = (key: string) => this.#set.entry(key);
      const reads = await readBefore(this.#file, steps, rulesOf, entryOf, { signal });
      signal.throwIfAborted();
      const { sequence } = this.#set;
      const rows = foldSteps(steps, { rulesOf, entryOf, reads, sequence, now: Date.now() });
      return this.#addStep(client, label ?? stepLabel(steps), rows);
    });
  }

  /** Stages rows as they are. Throws EDIT_REFUSED where one of them is staged already. */
  stageEntries(client: number, label: string, entries: readonly ReadyEntry[]): Promise<EditsChanged> {
    return this.#change(async () => {
      const rows = new Map<string, Change<StagedEntry>>();
      let { sequence } = this.#set;
      for (const entry of entries) {
        const key = rowKeyOf(entry.object, entry.row);
        if (this.#set.entry(key) !== undefined) {
          throw editRefused(
            `${rowWords(entry.object, entry.row)} has staged edits. Commit or discard them first.`,
          );
        }
        sequence += 1;
        rows.set(key, { before: undefined, after: { ...entry, stagedAt: Date.now(), sequence } });
      }
      return this.#addStep(client, label, rows);
    });
  }

  discard(object: string | null, client: number): Promise<EditsChanged> {
    return this.#change(async () => {
      const rows = new Map<string, Change<StagedEntry>>();
      for (const key of this.#set.keys(object)) {
        rows.set(key, { before: this.#set.entry(key), after: undefined });
      }
      const drafts = new Map<string, Change<EditDraft>>();
      for (const [key, draft] of this.#set.draftEntries()) {
        if (object === null || draft.object === object) drafts.set(key, { before: draft, after: undefined });
      }
      const label = `discarding ${rows.size === 1 ? '1 row' : `${rows.size} rows`}`;
      return this.#addStep(client, label, rows, drafts);
    });
  }

  /** Takes the last step back, or does what was taken back again; null: there is nothing of the kind. */
  revert(client: number, isRedo: boolean): Promise<EditsChanged | null> {
    return this.#change(async () => {
      const step = this.#set.stepFor(client, isRedo);
      if (step === undefined) return null;
      const changes = this.#set.reverting(step);
      this.#set.applyReverting(step, changes);
      return { record: revertRecord(step.id), rows: changes, client };
    });
  }

  /** Keeps a draft, or forgets it. */
  async draft(key: string, draft: EditDraft | undefined, client: number): Promise<EditState> {
    const changed = await this.#change(async () => {
      if (draft === undefined && this.#set.draft(key) === undefined) return null;
      this.#set.putDraft(key, draft);
      return { record: draftRecord(this.#set, key, draft), rows: new Map(), client };
    });
    return changed?.state ?? this.#statesNow()(client);
  }

  /** Runs `work` while no other call changes anything. */
  whileHeld<T>(work: (held: HeldEdits) => Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      await this.#store.forWriting(() => this.#fileMark());
      await this.#store.settled();
      return work({
        entries: this.#set.entries(),
        blockingDrafts: this.#set.drafts().filter(({ problems }) => problems > 0),
        applyCommitted: (entries) => this.#applyCommitted(entries),
        setProblems: (problems) => this.#setProblems(problems),
      });
    });
  }

  /** The steps of a client that has left may be undone by anybody. */
  forgetClient(client: number): void {
    this.#set.forgetClient(client);
  }

  /** Writes what is to be written and lets other Cairns stage. */
  close(): Promise<void> {
    return this.#enqueue(() => this.#store.close());
  }

  get #set(): StagedSet {
    return this.#store.set;
  }

  #known(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#read();
      // The file itself is asked: figures alone do not wait for it.
      await this.#knowLabels(this.#set.objects());
    });
  }

  async #read(): Promise<void> {
    await this.#store.forReading();
    await this.#store.settled();
  }

  /** Runs after all that was asked before, whether it worked or not. */
  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /**
   * Makes a change when it is its turn; the next one may be made while this one is written. What clients are told is
   * how things stood right after it.
   */
  async #change<T extends Made | null>(
    make: () => Promise<T>,
  ): Promise<T extends null ? EditsChanged | null : EditsChanged> {
    const done = await this.#enqueue(async () => {
      await this.#store.keepSmall();
      await this.#store.forWriting(() => this.#fileMark());
      const made = await make();
      if (made === null) return null;
      // The queue goes on while this is written.
      const written = made.record === null ? this.#store.settled() : this.#store.append(made.record);
      written.catch(() => undefined);
      await this.#knowLabels(this.#set.objects());
      const told = this.#toldOf(made.rows);
      const states = this.#statesNow();
      const change = (client: number): EditsChanged => ({ state: states(client), ...told });
      return { written, change, client: made.client, isChange: made.record !== null };
    });
    // `null` comes out only where `make` may give it.
    if (done === null) return null as T extends null ? EditsChanged | null : EditsChanged;
    await done.written;
    if (done.isChange) this.#tell(done.change);
    return done.change(done.client) as T extends null ? EditsChanged | null : EditsChanged;
  }

  #addStep(
    client: number,
    label: string,
    rows: ReadonlyMap<string, Change<StagedEntry>>,
    drafts: ReadonlyMap<string, Change<EditDraft>> = new Map(),
  ): Made {
    if (rows.size + drafts.size === 0) return { record: null, rows, client };
    const drops = this.#set.undoneOf(client);
    const step: Step = {
      id: this.#set.nextStep,
      label,
      owner: client,
      isUndone: false,
      rows,
      drafts: drafts.size > 0 ? drafts : orphanDrafts(this.#set, rows),
    };
    this.#set.addStep(step, drops);
    return { record: stepRecord(step, drops), rows, client };
  }

  async #applyCommitted(entries: readonly StagedEntry[]): Promise<void> {
    const isAll = entries.length === this.#set.size;
    const rows = new Map<string, Change<StagedEntry>>();
    // Of very many no client is told the names.
    if (!isAll || entries.length <= MOST_TOLD || this.#set.draftCount > 0) {
      for (const entry of entries)
        rows.set(rowKeyOf(entry.object, entry.row), { before: entry, after: undefined });
    }
    const keys = isAll ? null : [...rows.keys()];
    this.#set.commit(keys);
    for (const key of orphanDrafts(this.#set, rows).keys()) {
      this.#set.putDraft(key, undefined);
      void this.#store.append(draftRecord(this.#set, key, undefined)).catch(() => undefined);
    }
    await this.#store.append(committedRecord(keys));
    this.#tellRows(entries.length > MOST_TOLD ? null : rows);
  }

  #setProblems(problems: readonly RowProblem[]): void {
    const byKey = new Map<string, RowProblem['problem'][]>();
    for (const { object, row, problem } of problems) {
      const key = rowKeyOf(object, row);
      byKey.set(key, [...(byKey.get(key) ?? []), problem]);
    }
    const touched = new Set([...this.#set.problemKeys(), ...byKey.keys()]);
    if (touched.size === 0) return;
    this.#set.setProblems(byKey);
    // Where it is lost, the next commit says them again.
    void this.#store.append(problemsRecord(byKey)).catch(() => undefined);
    const rows = new Map<string, Change<StagedEntry>>();
    for (const key of touched) {
      const entry = this.#set.entry(key);
      if (entry !== undefined) rows.set(key, { before: entry, after: entry });
    }
    this.#tellRows(rows);
  }

  /** null: very many rows. */
  #tellRows(rows: ChangedRows | null): void {
    const told = this.#toldOf(rows);
    const states = this.#statesNow();
    this.#tell((client) => ({ state: states(client), ...told }));
  }

  #toldOf(rows: ChangedRows | null): Pick<EditsChanged, 'rows' | 'unstaged'> {
    const told: StagedRow[] = [];
    const unstaged: EditsChanged['unstaged'] = [];
    if (rows === null || rows.size > MOST_TOLD) return { rows: null, unstaged };
    for (const { before, after } of rows.values()) {
      if (after !== undefined) told.push(this.rowOf(after));
      else if (before !== undefined) unstaged.push({ object: before.object, row: before.row });
    }
    return { rows: told, unstaged };
  }

  #statesNow(): (client: number) => EditState {
    return statesOf(this.#set, this.#about());
  }

  #about(): AboutFile {
    const { notice } = this.#store;
    return { file: this.#file.info.id, notice: notice ?? (this.#set.size > 0 ? this.#fileWords : null) };
  }

  async #knowLabels(objects: Iterable<string>): Promise<void> {
    for (const object of objects) {
      if (this.#labelColumns.has(object)) continue;
      // A table that is gone has rows without labels.
      const rules = await objectRules(this.#file, object).catch(() => null);
      this.#labelColumns.set(object, rules?.labelColumns ?? []);
    }
  }

  async #rulesOf(steps: readonly EditStep[]): Promise<ReadonlyMap<string, ObjectRules>> {
    const rules = new Map<string, ObjectRules>();
    for (const { object } of steps) {
      if (rules.has(object)) continue;
      const found = await objectRules(this.#file, object);
      rules.set(object, found);
      this.#labelColumns.set(found.object, found.labelColumns);
    }
    return rules;
  }

  async #fileMark(): Promise<FileMark> {
    const { path, pageSize, encoding } = this.#file.info;
    const stamp = await readStamp(path);
    const { dev, ino, birthtime } = stamp ?? { dev: 0n, ino: 0n, birthtime: 0n };
    return { path, dev, ino, birthtime, pageSize, encoding };
  }

  /** The file was replaced or deleted: what that means for its edits. Never rejects. */
  async #tellOfFile(): Promise<void> {
    this.#fileWords = await this.#fileNotice();
    if (this.#fileWords !== null) this.#tellRows(new Map());
  }

  /** Whether the edits were made on another file than the one that is there now. */
  async #fileNotice(): Promise<string | null> {
    const { mark } = this.#store;
    if (mark === undefined || this.#set.size === 0) return null;
    const stamp = await readStamp(this.#file.info.path);
    if (stamp === null) return 'The file was deleted or moved. Its staged edits are kept.';
    if (mark.ino === 0n || sameIdentity(stamp, { ...stamp, ...mark })) return null;
    return 'Another file stands at this place than when the edits were staged. They are kept, and each is compared with the file as it now is before it is written.';
  }
}

/** A change that was made, and has to be written and told. */
interface Made {
  /** null: nothing is other than before. */
  readonly record: Uint8Array | null;
  readonly rows: ChangedRows;
  readonly client: number;
}
