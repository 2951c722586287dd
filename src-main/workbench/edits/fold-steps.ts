import type { EditRow, EditStep } from '../../../src-preload/contract/edits.ts';
import { isJson, valueSpan } from '../../../src-preload/contract/json-text/index.ts';
import { jsonCell, ROW_PREVIEW } from '../../operations/cells.ts';
import type { BeforeValue } from '../../operations/stored-rows.ts';
import type { StoredValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import { inColumn, storedValueOf } from './column-value.ts';
import { baseOf, changeField, changeText } from './document-texts.ts';
import { baseChanged, editRefused, valueChanged } from './edit-errors.ts';
import { type EditMark, foldEdit, type RowEdit } from './fold.ts';
import type { ObjectRules } from './object-rules.ts';
import { isDocumentStep, type RowRead, type RowsRead } from './read-before.ts';
import { rowKeyOf, rowWords } from './row-key.ts';
import { completeValue, isSameCell } from './seen-cell.ts';
import type { StagedColumn, StagedEntry } from './staged-entry.ts';
import type { Change } from './staged-set.ts';

/** What steps are folded upon. */
export interface FoldContext {
  readonly rulesOf: (object: string) => ObjectRules;
  readonly entryOf: (key: string) => StagedEntry | undefined;
  readonly reads: RowsRead;
  /** Of the newest edit so far. */
  readonly sequence: number;
  readonly now: number;
}

type ColumnStep = Extract<EditStep, { kind: 'set' | 'field' | 'document' }>;

/** What the steps change, all together. Pure. Throws where one of them cannot be staged; then none is. */
export function foldSteps(
  steps: readonly EditStep[],
  context: FoldContext,
): ReadonlyMap<string, Change<StagedEntry>> {
  const changes = new Map<string, { before: StagedEntry | undefined; after: StagedEntry | undefined }>();
  let { sequence } = context;
  for (const step of steps) {
    const rules = context.rulesOf(step.object);
    const row: EditRow = step.kind === 'insert' ? { inserted: step.id } : step.row;
    const key = rowKeyOf(rules.object, row);
    const known = changes.get(key);
    const before = known === undefined ? context.entryOf(key) : known.before;
    const entry = known === undefined ? before : known.after;
    sequence += 1;
    const mark: EditMark = { stagedAt: context.now, sequence };
    const edit = rowEdit(step, rules, entry, context.reads.get(key));
    changes.set(key, { before, after: foldEdit(entry, { object: rules.object, row }, edit, mark) });
  }
  for (const [key, { before, after }] of changes) if (before === after) changes.delete(key);
  return changes;
}

function rowEdit(
  step: EditStep,
  rules: ObjectRules,
  entry: StagedEntry | undefined,
  read: RowRead | null | undefined,
): RowEdit {
  switch (step.kind) {
    case 'insert': {
      const columns = new Map<string, StagedColumn>();
      for (const { column, value } of step.values) {
        columns.set(column, newColumn(rules, column, storedValueOf(value)));
      }
      return { kind: 'insert', columns };
    }
    case 'delete':
      if (read === null) throw rowNotFound(rules.object, step.row);
      return { kind: 'delete', image: read?.image ?? new Map() };
    case 'unstage':
      return { kind: 'unstage', columns: step.columns };
    default:
      return columnEdit(step, rules, entry, read);
  }
}

function columnEdit(
  step: ColumnStep,
  rules: ObjectRules,
  entry: StagedEntry | undefined,
  read: RowRead | null | undefined,
): RowEdit {
  if (read === null) throw rowNotFound(rules.object, step.row);
  if (entry?.kind === 'delete') {
    throw editRefused('This row is staged to be deleted. Take that back to edit it.');
  }
  const common = { kind: 'set', column: step.column, image: read?.image ?? null } as const;
  if (isDocumentStep(step, rules, entry)) {
    return { ...common, ...documentEdit(step, rules, entry, read) };
  }
  // Only `set` is left.
  const { value, seen } = step as Extract<EditStep, { kind: 'set' }>;
  if (value === undefined) return { ...common, before: undefined, after: undefined, document: null };
  const after = inColumn(storedValueOf(value), rules.columns.get(step.column)?.affinity ?? 'BLOB');
  const found = read?.values.get(step.column);
  let before: BeforeValue | undefined = found?.value;
  if (found !== undefined && seen !== undefined && !isSameCell(seen, found.cell)) {
    before = completeValue(seen);
    if (before === undefined) throw valueChanged(rowWords(rules.object, step.row), step.column);
  }
  return { ...common, before, after, document: null };
}

function documentEdit(
  step: ColumnStep,
  rules: ObjectRules,
  entry: StagedEntry | undefined,
  read: RowRead | null | undefined,
): Pick<Extract<RowEdit, { kind: 'set' }>, 'before' | 'after' | 'document'> {
  const words = rowWords(rules.object, step.row);
  const staged = entry?.columns.get(step.column);
  const { current, before, encoding } = currentDocument(step, staged, read, entry?.kind === 'insert', rules);
  const document = { encoding };
  if (step.kind === 'document') {
    const base = baseOf(current);
    if (base.length !== step.base.length || base.hash !== step.base.hash) throw baseChanged(words);
    return { before, after: changeText(current, step.edits), document };
  }
  if (step.kind === 'field') {
    if (step.seen !== undefined) {
      const span = valueSpan(current, step.path);
      const raw = span === null ? null : current.slice(span.from, span.to);
      if (!isSameCell(step.seen, jsonCell(raw, ROW_PREVIEW))) throw valueChanged(words, step.path.join('.'));
    }
    return { before, after: changeField(current, step.path, step.raw), document };
  }
  const found = read?.values.get(step.column);
  if (found !== undefined && step.seen !== undefined && !isSameCell(step.seen, found.cell)) {
    throw valueChanged(words, step.column);
  }
  // `isDocumentStep` has seen a text here.
  const after = step.value as string;
  if (!isJson(after)) throw editRefused('This is not JSON, so it cannot be stored as a document.');
  return { before, after, document };
}

interface CurrentDocument {
  readonly current: string;
  readonly before: string | undefined;
  readonly encoding: 'text' | 'jsonb';
}

/** The text that an edit is made on: what is staged, else what the file has. */
function currentDocument(
  step: ColumnStep,
  staged: StagedColumn | undefined,
  read: RowRead | null | undefined,
  isInserted: boolean,
  rules: ObjectRules,
): CurrentDocument {
  if (staged !== undefined && staged.document !== null && typeof staged.after === 'string') {
    return {
      current: staged.after,
      before: typeof staged.before === 'string' ? staged.before : undefined,
      encoding: staged.document.encoding,
    };
  }
  if (isInserted) {
    const text = staged?.after;
    const current = typeof text === 'string' && isJson(text) ? text : '{}';
    return { current, before: undefined, encoding: newEncoding(rules) };
  }
  const found = read?.documents.get(step.column);
  if (found?.json == null || !isJson(found.json)) {
    throw editRefused(notDocumentWords(found?.reason ?? 'not-json', step.column));
  }
  const isTextStaged = typeof staged?.after === 'string' && isJson(staged.after);
  if (staged !== undefined && !isTextStaged)
    throw editRefused(`What is staged for ${step.column} is not JSON.`);
  // What was seen first stands as "before".
  const before = typeof staged?.before === 'string' ? staged.before : found.json;
  return { current: isTextStaged ? String(staged.after) : found.json, before, encoding: found.encoding };
}

function newColumn(rules: ObjectRules, column: string, value: StoredValue): StagedColumn {
  if (column === rules.collection?.documentColumn && typeof value === 'string') {
    if (!isJson(value)) throw editRefused('This is not JSON, so it cannot be stored as a document.');
    return { before: undefined, after: value, document: { encoding: newEncoding(rules) } };
  }
  const affinity = rules.columns.get(column)?.affinity ?? 'BLOB';
  return { before: undefined, after: inColumn(value, affinity), document: null };
}

/** How a new document is stored: as the others are. */
function newEncoding({ collection }: ObjectRules): 'text' | 'jsonb' {
  return collection === null || collection.encoding === 'text' ? 'text' : 'jsonb';
}

function rowNotFound(object: string, row: EditRow): BridgeError {
  return new BridgeError(
    'ROW_NOT_FOUND',
    `The file has no row ${rowWords(object, row)} any more; nothing was staged.`,
    { hint: 'It was deleted or got another key. Reload the rows.' },
  );
}

/** Why a column holds no document that can be edited by its fields. */
export function notDocumentWords(reason: string, column: string): string {
  switch (reason) {
    case 'null':
      return `${column} is NULL here. Give it a document first, such as {}.`;
    case 'bad-text':
      return `${column} holds bytes that are no valid text, so its JSON cannot be edited without changing them.`;
    case 'too-large':
      return `${column} holds a document of more than 16 MB; Cairn edits smaller ones.`;
    default:
      return `${column} holds no JSON here.`;
  }
}
