import { deserialize, serialize } from 'node:v8';
import type { EditDraft, EditProblem } from '../../../src-preload/contract/edits.ts';
import { spanBetween, type TextEdit } from '../../../src-preload/contract/json-text/index.ts';
import type { StagedColumn, StagedEntry } from './staged-entry.ts';
import type { Change, StagedSet, Step } from './staged-set.ts';

/** Which file stood at the path when the edits were made. */
export interface FileMark {
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly birthtime: bigint;
  readonly pageSize: number;
  readonly encoding: string;
}

/** A column as a record has it: a long text that was edited is kept by the span that changed. */
type ColumnRecord =
  | { readonly whole: StagedColumn }
  | {
      readonly from: number;
      readonly to: number;
      readonly text: string;
      readonly document: StagedColumn['document'];
      /** The text that the span is one of, where nothing was staged before. */
      readonly base?: string;
    };

interface EntryRecord extends Omit<StagedEntry, 'columns' | 'image'> {
  /** Columns that are other than before; null: staged no more. */
  readonly columns: readonly (readonly [string, ColumnRecord | null])[];
  /** Left out where it is the one before. */
  readonly image?: StagedEntry['image'];
}

type RowRecord = readonly [key: string, entry: EntryRecord | null];

type JournalRecord =
  | { readonly kind: 'file'; readonly mark: FileMark }
  | {
      readonly kind: 'step';
      readonly id: number;
      readonly label: string;
      readonly drops: readonly number[];
      readonly rows: readonly RowRecord[];
      readonly drafts: readonly (readonly [string, EditDraft | undefined])[];
    }
  | { readonly kind: 'revert'; readonly id: number }
  | { readonly kind: 'draft'; readonly key: string; readonly draft: EditDraft | undefined }
  /** A long draft, by what differs from the text that the last record of the kind before had. */
  | {
      readonly kind: 'draft-edit';
      readonly key: string;
      readonly edit: TextEdit;
      readonly draft: Omit<EditDraft, 'text'>;
    }
  /** Why rows were refused, in the place of what was said before. */
  | { readonly kind: 'problems'; readonly problems: RowProblems }
  /** null: all that was staged. */
  | { readonly kind: 'committed'; readonly keys: readonly string[] | null }
  | {
      readonly kind: 'snapshot';
      readonly mark: FileMark;
      readonly sequence: number;
      readonly entries: readonly StagedEntry[];
      readonly drafts: [string, EditDraft][];
      readonly steps: Step[];
      readonly problems?: RowProblems;
    };

type RowProblems = readonly (readonly [key: string, problems: EditProblem[]])[];

/** Texts of fewer characters are written as a whole. */
const SHORT = 512;
/** A difference of a draft above this many characters is no gain: the draft is written as a whole again. */
const MOST_DIFFERENCE = 65_536;

/*
 * V8's own format: bigint, -0, bytes, half surrogate pairs and maps survive, and so does the identity of what is
 * shared within one record, by which undo tells later edits from its own.
 */

export function fileRecord(mark: FileMark): Uint8Array {
  return pack({ kind: 'file', mark });
}

export function stepRecord(step: Step, drops: readonly number[]): Uint8Array {
  return pack({
    kind: 'step',
    id: step.id,
    label: step.label,
    drops,
    rows: [...step.rows].map(([key, change]): RowRecord => [key, entryRecord(change)]),
    drafts: [...step.drafts].map(([key, { after }]) => [key, after]),
  });
}

export function revertRecord(id: number): Uint8Array {
  return pack({ kind: 'revert', id });
}

/**
 * A draft as it is typed. Of a long one, what differs from the text that is in the journal as a whole: always from that
 * one, so that reading many costs no more than reading the last.
 */
export function draftRecord(set: StagedSet, key: string, draft: EditDraft | undefined): Uint8Array {
  const base = set.draftBases.get(key);
  if (draft !== undefined && base !== undefined) {
    const { text, ...rest } = draft;
    const edit = spanBetween(base, text);
    if (edit.text.length <= MOST_DIFFERENCE) return pack({ kind: 'draft-edit', key, edit, draft: rest });
  }
  setBase(set, key, draft);
  return pack({ kind: 'draft', key, draft });
}

function setBase(set: StagedSet, key: string, draft: EditDraft | undefined): void {
  if (draft === undefined || draft.text.length < SHORT) set.draftBases.delete(key);
  else set.draftBases.set(key, draft.text);
}

export function problemsRecord(problems: ReadonlyMap<string, EditProblem[]>): Uint8Array {
  return pack({ kind: 'problems', problems: [...problems] });
}

/** `keys`: null stands for all that was staged. */
export function committedRecord(keys: readonly string[] | null): Uint8Array {
  return pack({ kind: 'committed', keys });
}

/** All of a set. It is to stand in the place of all records before it. */
export function snapshotRecord(set: StagedSet, mark: FileMark): Uint8Array {
  set.draftBases.clear();
  for (const [key, draft] of set.draftEntries()) setBase(set, key, draft);
  return pack({
    kind: 'snapshot',
    mark,
    sequence: set.sequence,
    entries: set.entries(),
    drafts: [...set.draftEntries()],
    steps: set.steps.map((step) => ({ ...step, owner: undefined })),
    problems: set.problemKeys().map((key) => [key, [...set.problemsOf(key)]]),
  });
}

/** Makes a set what it was when the record was written. Gives the mark of the file where the record has one. */
export function replay(set: StagedSet, payload: Uint8Array): FileMark | undefined {
  // Written by `pack`, and its checksum was right.
  const record = deserialize(payload) as JournalRecord;
  switch (record.kind) {
    case 'file':
      return record.mark;
    case 'step':
      set.addStep(readStep(set, record), record.drops);
      return undefined;
    case 'revert': {
      const step = set.step(record.id);
      if (step !== undefined) set.applyReverting(step, set.reverting(step));
      return undefined;
    }
    case 'draft':
      setBase(set, record.key, record.draft);
      set.putDraft(record.key, record.draft);
      return undefined;
    case 'draft-edit': {
      const { key, edit, draft } = record;
      const base = set.draftBases.get(key) ?? '';
      set.putDraft(key, { ...draft, text: base.slice(0, edit.from) + edit.text + base.slice(edit.to) });
      return undefined;
    }
    case 'problems':
      set.setProblems(new Map(record.problems));
      return undefined;
    case 'committed':
      set.commit(record.keys);
      return undefined;
    case 'snapshot':
      set.restore(record.entries, record.drafts, record.steps);
      set.setProblems(new Map(record.problems ?? []));
      for (const [key, draft] of record.drafts) setBase(set, key, draft);
      set.sequence = record.sequence;
      return record.mark;
  }
}

function readStep(set: StagedSet, record: Extract<JournalRecord, { kind: 'step' }>): Step {
  const { id, label } = record;
  const rows = new Map<string, Change<StagedEntry>>();
  for (const [key, entry] of record.rows) {
    const before = set.entry(key);
    rows.set(key, { before, after: entry === null ? undefined : readEntry(before, entry) });
  }
  const drafts = new Map<string, Change<EditDraft>>();
  for (const [key, after] of record.drafts) drafts.set(key, { before: set.draft(key), after });
  return { id, label, owner: undefined, isUndone: false, rows, drafts };
}

function entryRecord({ before, after }: Change<StagedEntry>): EntryRecord | null {
  if (after === undefined) return null;
  const { columns, image, ...rest } = after;
  const changed: (readonly [string, ColumnRecord | null])[] = [];
  for (const [name, column] of columns) {
    const old = before?.columns.get(name);
    if (old !== column) changed.push([name, columnRecord(old, column)]);
  }
  for (const name of before?.columns.keys() ?? []) if (!columns.has(name)) changed.push([name, null]);
  return { ...rest, columns: changed, ...(before !== undefined && before.image === image ? {} : { image }) };
}

function columnRecord(old: StagedColumn | undefined, column: StagedColumn): ColumnRecord {
  const { before, after, document } = column;
  const base = old === undefined ? before : old.after;
  const isShort = typeof base !== 'string' || typeof after !== 'string' || after.length < SHORT;
  if (isShort || (old !== undefined && old.before !== before)) return { whole: column };
  return { ...spanBetween(base, after), document, ...(old === undefined ? { base } : {}) };
}

function readEntry(before: StagedEntry | undefined, record: EntryRecord): StagedEntry {
  const { columns: changes, image, ...rest } = record;
  const columns = new Map(before?.columns);
  for (const [name, column] of changes) {
    if (column === null) columns.delete(name);
    else columns.set(name, readColumn(before?.columns.get(name), column));
  }
  return { ...rest, columns, image: image === undefined ? (before?.image ?? null) : image };
}

function readColumn(old: StagedColumn | undefined, record: ColumnRecord): StagedColumn {
  if ('whole' in record) return record.whole;
  const { from, to, text, document } = record;
  const base = record.base ?? (typeof old?.after === 'string' ? old.after : '');
  return { before: record.base ?? old?.before, after: base.slice(0, from) + text + base.slice(to), document };
}

function pack(record: JournalRecord): Uint8Array {
  return serialize(record);
}
