import type { Client } from '../../../src-preload/client.ts';
import type { ConflictField, ConflictRow } from '../../../src-preload/contract/commits.ts';
import { hasEdits } from '../edits/edit-counts.ts';
import type { CommitOutcome, FileEdits } from '../edits/file-edits.ts';
import {
  type Conflict,
  decide,
  decideRows,
  decisionsOf,
  placeId,
  renewed,
  type Take,
  undecidedRows,
  withWholes,
} from './conflict.ts';

/** How it stands between what is staged and the file. A new object with every change. */
export interface CommitState {
  readonly conflict: Conflict | null;
}

const QUIET: CommitState = { conflict: null };
/** Edits that follow each other quickly are compared with the file once. */
const COMPARE_AFTER = 150;

/** What commits of one file meet: rows that others changed, and what is decided about them. */
export class FileCommits {
  readonly client: Client;
  readonly edits: FileEdits;
  readonly #listeners = new Set<() => void>();
  #state = QUIET;
  #watchers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #compared = 0;
  #version: number | undefined;
  #outcome: CommitOutcome | null = null;

  constructor(client: Client, edits: FileEdits) {
    this.client = client;
    this.edits = edits;
    edits.setDecisions(() => (this.#state.conflict === null ? [] : decisionsOf(this.#state.conflict)));
    edits.subscribe(() => this.#follow());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): CommitState => this.#state;

  /** Compares what is staged with the file now and after each change, as long as somebody looks at it. */
  watch(): () => void {
    this.#watchers += 1;
    this.compareSoon();
    return () => {
      this.#watchers -= 1;
    };
  }

  /** The file may have changed, or what is staged of it. */
  compareSoon(): void {
    if (this.#watchers === 0 && this.#state.conflict === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#compare(), COMPARE_AFTER);
  }

  /** Stages the inverse of a commit and, where nothing else is staged, writes it; null: it was only staged. */
  async undoAtOnce(commit: string): Promise<CommitOutcome | null> {
    const isAlone = !hasEdits(this.edits.state());
    await this.edits.undoCommit(commit);
    return isAlone ? this.edits.commit() : null;
  }

  /** Decides a field, or a row (`field` null). */
  decide(row: ConflictRow, field: ConflictField | null, take: Take): void {
    this.#decided((conflict) => decide(conflict, row, field, take));
  }

  /** Decides all rows that differ. */
  decideAll(take: Take): void {
    this.#decided((conflict) => decideRows(conflict, conflict.rows, take));
  }

  /** Drops what is staged of the rows that are not decided. Throws `BridgeFailure`. */
  async unstageUndecided(): Promise<void> {
    const { conflict } = this.#state;
    const rows = conflict === null ? [] : undecidedRows(conflict);
    if (rows.length === 0) return;
    await this.edits.stage(
      rows.map(({ object, row }) => ({ kind: 'unstage', object, row, columns: null })),
      'unstaging what others changed',
    );
  }

  #decided(change: (conflict: Conflict) => Conflict): void {
    const { conflict } = this.#state;
    if (conflict !== null) this.#set({ conflict: change(conflict) });
  }

  #follow(): void {
    const outcome = this.edits.outcome();
    if (outcome !== this.#outcome) {
      this.#outcome = outcome;
      if (outcome !== null) this.#takeOutcome(outcome);
    }
    const state = this.edits.state();
    if (state === null || state.version === this.#version) return;
    this.#version = state.version;
    if (hasEdits(state)) this.compareSoon();
    else this.#forget();
  }

  #takeOutcome(outcome: CommitOutcome): void {
    if (outcome.kind === 'committed') this.#forget();
    if (outcome.kind !== 'conflict') return;
    // What was asked for before is answered by this.
    this.#compared += 1;
    const before = this.#state.conflict;
    const { rows, total, changedBy, at } = outcome;
    const met = renewed(before, { rows, total, changedBy, stoppedAt: at });
    this.#set({ conflict: met === null ? null : withWholes(met) });
    // A commit tells only what is not settled.
    this.compareSoon();
  }

  #forget(): void {
    this.#compared += 1;
    if (this.#state.conflict !== null) this.#set({ conflict: null });
  }

  async #compare(): Promise<void> {
    const turn = ++this.#compared;
    if (!hasEdits(this.edits.state()) || this.edits.isCommitting()) return;
    try {
      const { rows, total } = await this.client.commits.compare({ file: this.edits.file });
      if (turn !== this.#compared) return;
      this.#set({ conflict: renewed(this.#state.conflict, { rows, total }) });
    } catch {
      // A commit tells what is wrong with the file.
    }
  }

  #set(change: Partial<CommitState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Rows that are ready to be written, and those to be decided; null where nothing differs. */
export function conflictCounts(
  { conflict }: CommitState,
  staged: number,
): { readonly ready: number; readonly toDecide: number } | null {
  if (conflict === null) return null;
  const undecided = new Set(undecidedRows(conflict).map(placeId)).size;
  const toDecide = undecided + (conflict.total - conflict.rows.length);
  return { ready: Math.max(0, staged - toDecide), toDecide };
}
