import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { EditRow, EditRules } from '../../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { CommandHandler, CommandHandlers } from '../../lib/commands/command-center.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import { finishOpenEditors } from '../../lib/edits/open-editors.ts';
import { useFileEdits, useObjectEdits } from '../../lib/edits/use-edits.ts';
import { toFailure } from '../../lib/failure.ts';
import { type CellPlace, type GridSelection, moveBy } from '../../lib/grid/selection.ts';
import { showToast } from '../../ui/toasts.ts';
import type { EditorPlan } from './editing/begin-edit.ts';
import type { CellPlaceTarget } from './editing/cell-target.ts';
import type { EditContext, EditQuestion as Question } from './editing/edit-context.ts';
import type { EditResult, Move } from './editing/editor-props.ts';
import type { CachedRow } from './row-cache.ts';
import {
  CellEditor,
  CellNote,
  EditQuestion,
  type EditTools,
  editToolsNow,
  loadEditTools,
} from './rows-parts.ts';
import type { RowsState } from './rows-state.ts';
import type { ShownColumn } from './use-columns.ts';

export interface RowEditingOptions {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly object: CatalogObject;
  readonly state: RowsState;
  readonly row: (number: number) => CachedRow | undefined;
  readonly columns: readonly ShownColumn[];
  readonly selection: GridSelection;
  readonly onSelection: (selection: GridSelection) => void;
  readonly gridId: string;
  readonly focusGrid: () => void;
  /** Looks at the cell in the inspector. */
  readonly onInspect: () => void;
  /** Something is edited: a preview becomes a tab that stays. */
  readonly onEdit: () => void;
}

/** What the rows of a table need to be edited. */
export interface RowEditing {
  readonly rules: EditRules | null;
  /** Stands in the cell with the cursor while it is edited. */
  readonly editor: ReactNode;
  /** What floats: a word at the cell, a question. */
  readonly floats: ReactNode;
  readonly handlers: CommandHandlers;
  /** Edits the cell with the cursor, or looks at it in the inspector. */
  readonly edit: () => void;
  readonly type: (text: string) => void;
  readonly isEditing: () => boolean;
  readonly paste: (text: string) => void;
}

interface Note {
  readonly text: string;
  readonly kind: 'info' | 'error';
  readonly place: CellPlace;
}

/** An edit whose editor is on its way. */
interface WaitingEdit {
  text: string | null;
  /** Enter has ended it already. */
  isDone: boolean;
  /** Its row is on its way as well. */
  readonly isInNewRow: boolean;
}

type Action = (tools: EditTools, context: EditContext, rules: EditRules) => Promise<void> | void;

const NOTE_TIME = 6000;
const DRAFT_WORDS = 'Typed and not staged yet. F2 opens it; there Enter stages it and Esc forgets it.';

/** What is staged of an object, and its rules once they are known: asked for after the first rows. */
export function useStaged(client: Client, file: OpenFileInfo, object: CatalogObject): ObjectEdits {
  return useObjectEdits(useFileEdits(client, file.id), object.name);
}

/** Editing of rows: what begins an edit, what ends it, and the commands that change many cells at once. */
export function useRowEditing(options: RowEditingOptions, staged: ObjectEdits): RowEditing {
  const { client, file, object, state, selection, columns } = options;
  const edits = useFileEdits(client, file.id);
  const [plan, setPlan] = useState<EditorPlan | null>(null);
  const [note, setNote] = useState<Note | null>(null);
  const [question, setQuestion] = useState<{
    readonly asked: Question;
    readonly answer: (yes: boolean) => void;
  }>();
  const waiting = useRef<WaitingEdit | null>(null);
  /** Typed while the cursor was on its way to a new row. */
  const [queued, setQueued] = useState<WaitingEdit | null>(null);
  const { info } = state;
  const isReady = info !== null;
  const isEditable = file.readOnlyReason === null && object.kind !== 'view';

  useEffect(() => {
    if (!isReady || !isEditable) return;
    // A failure shows at the first edit, which asks again.
    const handle = requestIdleCallback(() => void edits.rules(object.name).catch(() => null), {
      timeout: 1000,
    });
    return () => cancelIdleCallback(handle);
  }, [edits, object.name, isReady, isEditable]);
  useEffect(() => {
    if (note === null) return;
    const end = () => setNote(null);
    const timer = setTimeout(end, NOTE_TIME);
    window.addEventListener('keydown', end, { capture: true, once: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', end, { capture: true });
    };
  }, [note]);

  const say = (text: string, kind: Note['kind'] = 'info') => setNote({ text, kind, place: selection.cursor });
  const contextNow = (): EditContext | null =>
    info === null
      ? null
      : {
          client,
          file,
          object: object.name,
          view: info,
          edits,
          // As it is when it is asked for: an edit may be staged between a key and what comes of it.
          get staged() {
            return edits.object(object.name);
          },
          columns,
          fileRows: state.rowCount,
          row: options.row,
          selection,
          select: options.onSelection,
          say,
          ask: (asked) =>
            new Promise((resolve) => {
              setQuestion({
                asked,
                answer: (yes) => {
                  setQuestion(undefined);
                  resolve(yes);
                },
              });
            }),
        };
  function run(action: Action): Promise<void> {
    return runAfter(Promise.resolve(), action);
  }
  /** A command begins once the edits before it are staged: it goes by what they left. */
  function runCommand(action: Action): Promise<void> {
    return runAfter(edits.settled(), action);
  }
  function runAfter(before: Promise<void>, action: Action): Promise<void> {
    const work = perform(before, action);
    edits.track(work);
    return work;
  }
  async function perform(before: Promise<void>, action: Action): Promise<void> {
    const context = contextNow();
    if (context === null) return;
    if (file.readOnlyReason !== null) return say(file.readOnlyReason);
    try {
      const [tools, rules] = await Promise.all([loadEditTools(), edits.rules(object.name), before]);
      if (rules.reason === null) options.onEdit();
      await action(tools, context, rules);
    } catch (error) {
      const { message, hint } = toFailure(error);
      showToast({ kind: 'error', title: message, ...(hint !== null && { description: hint }) });
    }
  }
  function begin(typed: string | null): void {
    setNote(null);
    // Keys that are typed while the editor is on its way are its own, Enter too.
    if (waiting.current !== null) {
      const { text, isDone, isInNewRow } = waiting.current;
      if (typed !== null && !isDone) waiting.current.text = (text ?? '') + typed;
      else if (typed === null && text !== null && isInNewRow) waiting.current.isDone = true;
      else if (typed === null && text !== null) finishWaiting(waiting.current);
      return;
    }
    if (plan !== null) {
      if (typed !== null) setPlan({ ...plan, text: plan.text + typed });
      else if (isTypedLine(plan)) done(plan, { kind: 'text', text: plan.text }, 'down');
      return;
    }
    if (file.readOnlyReason !== null) {
      if (typed === null) options.onInspect();
      else say(file.readOnlyReason);
      return;
    }
    const [tools, rules, context] = [editToolsNow(), edits.rulesNow(object.name), contextNow()];
    if (tools !== null && rules !== null && context !== null) return act(tools, context, rules, typed);
    const begun: WaitingEdit = { text: typed, isDone: false, isInNewRow: false };
    waiting.current = begun;
    const end = () => {
      if (waiting.current === begun) waiting.current = null;
    };
    void run(async (loaded, now, known) => {
      end();
      if (begun.isDone) await stageTyped(loaded, now, known, begun.text);
      else act(loaded, now, known, begun.text);
    }).finally(end);
  }
  function finishWaiting(begun: WaitingEdit): void {
    begun.isDone = true;
    waiting.current = null;
    options.onSelection(movedTo('down'));
  }
  /** Stages what was typed and ended before there was an editor; what takes more than a line opens one. */
  async function stageTyped(
    tools: EditTools,
    context: EditContext,
    rules: EditRules,
    typed: string | null,
  ): Promise<void> {
    const outcome = tools.beginEdit(context, rules, selection.cursor, typed);
    if (outcome.kind !== 'edit' || !isTypedLine(outcome.plan)) return act(tools, context, rules, typed);
    await tools.stageText(context, outcome.plan.target, outcome.plan.text);
  }
  /** What is typed meanwhile goes into the new row. */
  async function addRow(): Promise<void> {
    if (waiting.current !== null) return;
    const begun: WaitingEdit = { text: null, isDone: false, isInNewRow: true };
    waiting.current = begun;
    await runCommand((tools, context, rules) => tools.newRow(context, rules));
    // What is typed waits until the cursor is there: before that it would go into the cell that had it.
    setQueued(begun);
  }
  const beginQueued = useEffectEvent(() => {
    if (queued === null) return;
    setQueued(null);
    if (waiting.current === queued) waiting.current = null;
    const { text, isDone } = queued;
    if (text === null) return;
    if (!isDone) return begin(text);
    void run((tools, context, rules) => stageTyped(tools, context, rules, text));
    options.onSelection(movedTo('down'));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins once the cursor is there.
  useEffect(() => beginQueued(), [queued]);
  function act(tools: EditTools, context: EditContext, rules: EditRules, typed: string | null): void {
    const outcome = tools.beginEdit(context, rules, selection.cursor, typed);
    if (outcome.kind === 'refused') say(outcome.reason);
    else if (outcome.kind === 'inspect') options.onInspect();
    else if (outcome.kind === 'edit') {
      options.onEdit();
      options.onSelection(selection);
      setPlan(outcome.plan);
    }
  }
  function done({ target, original, isTyped }: EditorPlan, result: EditResult, move: Move): void {
    setPlan(null);
    if (move !== null) {
      options.focusGrid();
      options.onSelection(movedTo(move));
    }
    if (result.kind === 'text' && result.text === original && !isTyped) return forget(target);
    void run(async (tools, context) => {
      if (result.kind === 'text') await tools.stageText(context, target, result.text);
      else if (await tools.stage(context, [tools.valueStep(context, target, result.value)]))
        await tools.forgetDraft(context, target);
    });
  }
  /** What was typed into a cell and given up is kept no longer. */
  function forget({ row, shown }: CellPlaceTarget): void {
    if (edits.object(object.name).of(row)?.draftOf(shown.column) === undefined) return;
    void run((tools, context) => tools.forgetDraft(context, { row, shown }));
  }
  function movedTo(move: Exclude<Move, null>): GridSelection {
    const bounds = { rowCount: state.rowCount + staged.inserted.length, columnCount: columns.length };
    const steps = { down: [1, 0], up: [-1, 0], left: [0, -1], right: [0, 1], stay: [0, 0] } as const;
    const [rows, places] = steps[move];
    return moveBy(selection, rows, places, false, bounds);
  }
  function cancel({ target }: EditorPlan): void {
    setPlan(null);
    options.focusGrid();
    forget(target);
  }

  const context = plan === null ? null : contextNow();
  const shownNote = plan === null ? (note ?? noteAt(options, staged)) : null;
  const command = (action: Action): CommandHandler => ({
    isOff: !isReady || columns.length === 0,
    run: () => {
      // A command acts on the cell, not on the text that is being typed into it.
      if (plan !== null) cancel(plan);
      void runCommand(action);
    },
  });
  return {
    rules: edits.rulesNow(object.name),
    editor:
      plan === null || context === null ? undefined : (
        <CellEditor
          key={plan.kind}
          context={context}
          plan={plan}
          onDone={done}
          onCancel={cancel}
          onPlan={setPlan}
        />
      ),
    floats: (
      <>
        {shownNote !== null && (
          <CellNote
            key={`${shownNote.place.row} ${shownNote.place.column} ${shownNote.text}`}
            gridId={options.gridId}
            {...shownNote}
            onGone={() => setNote(null)}
          />
        )}
        {question !== undefined && <EditQuestion question={question.asked} onAnswer={question.answer} />}
      </>
    ),
    handlers: {
      'edit.newRow': {
        isOff: !isReady || columns.length === 0,
        run: () => {
          if (plan !== null) void finishOpenEditors();
          options.focusGrid();
          void addRow();
        },
      },
      'edit.deleteRows': command((tools, now, rules) => tools.deleteRows(now, rules)),
      'edit.setNull': command((tools, now, rules) => tools.setNull(now, rules)),
      'edit.setEmpty': command((tools, now, rules) => tools.setEmpty(now, rules)),
      'edit.setDefault': command((tools, now, rules) => tools.setDefault(now, rules)),
      'edit.fillDown': command((tools, now, rules) => tools.fillDown(now, rules)),
    },
    edit: () => begin(null),
    type: begin,
    isEditing: () => waiting.current !== null || plan !== null,
    paste: (text) => void runCommand((tools, now, rules) => tools.paste(now, rules, text)),
  };
}

function isTypedLine({ kind, isTyped }: EditorPlan): boolean {
  return kind === 'line' && isTyped;
}

/** What there is to say about the cell with the cursor. */
function noteAt({ columns, selection, state, row }: RowEditingOptions, staged: ObjectEdits): Note | null {
  const { cursor } = selection;
  const shown = columns[cursor.column];
  if (shown === undefined || staged.size === 0) return null;
  const stored = cursor.row < state.rowCount ? row(cursor.row) : undefined;
  const overlay =
    stored === undefined ? staged.inserted[cursor.row - state.rowCount] : staged.ofKey(stored.key);
  const cell = overlay?.cellOf(shown.column);
  if (cell === undefined) return null;
  const { problem, isDraft } = cell;
  if (problem !== null) return { text: problem, kind: 'error', place: cursor };
  return isDraft === true ? { text: DRAFT_WORDS, kind: 'info', place: cursor } : null;
}

/** A cell as it is shown: as it is staged, else as the file has it. */
export function shownCell(
  staged: ObjectEdits,
  { rowCount }: Pick<RowsState, 'rowCount'>,
  row: CachedRow | undefined,
  number: number,
  shown: ShownColumn | undefined,
): Cell | undefined {
  if (shown === undefined) return undefined;
  const overlay = row === undefined ? staged.inserted[number - rowCount] : staged.ofKey(row.key);
  return overlay?.cellOf(shown.column)?.cell ?? row?.cells[shown.index];
}

/** The row with the cursor for the inspector; one that is staged to be inserted has no key, and an id instead. */
export function focusedRow(
  staged: ObjectEdits,
  { info, rowCount }: Pick<RowsState, 'info' | 'rowCount'>,
  row: CachedRow | undefined,
  number: number,
): { readonly row: CachedRow | null; readonly editRow?: EditRow } {
  if (row !== undefined) return { row };
  const overlay = staged.inserted[number - rowCount];
  if (overlay === undefined || info === null) return { row: null };
  const cells = info.columns.map((column) => overlay.cellOf(column)?.cell ?? null);
  return { row: { key: [], cells }, editRow: overlay.row };
}
