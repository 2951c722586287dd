import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import type {
  ColumnRule,
  EditDraft,
  EditRow,
  EditStep,
  EditValue,
} from '../../../../src-preload/contract/edits.ts';
import { jsonProblem } from '../../../../src-preload/contract/json-text/index.ts';
import { editText } from '../../../lib/edits/edit-text.ts';
import type { FileEdits } from '../../../lib/edits/file-edits.ts';
import { KeepSoon } from '../../../lib/edits/keep-soon.ts';
import { addOpenEditor } from '../../../lib/edits/open-editors.ts';
import type { OverlayCell } from '../../../lib/edits/overlay-row.ts';
import { type ParsedValue, parseValue } from '../../../lib/edits/parse-value.ts';
import { toFailure } from '../../../lib/failure.ts';
import { showToast } from '../../../ui/toasts.ts';

export interface FieldEditProps {
  readonly edits: FileEdits;
  readonly object: string;
  readonly row: EditRow;
  readonly rule: ColumnRule;
  /** As the file has it. */
  readonly stored: Cell;
  readonly staged: OverlayCell | undefined;
  readonly draft: EditDraft | undefined;
}

export interface FieldEdit {
  /** null: there is no text to be edited, only its beginning is at hand or it is none. */
  readonly text: string | null;
  readonly isNull: boolean;
  readonly problem: string | null;
  readonly hint: string | null;
  /** The whole text was read to be edited: the cell shows only its beginning. */
  readonly open: (whole: string) => void;
  readonly isOpened: boolean;
  readonly type: (text: string) => void;
  /** Stages what was typed; what means no value stays a draft. */
  readonly finish: () => Promise<void>;
  /** Stages what stands in the field, also where it was kept from before. */
  readonly accept: () => Promise<void>;
  readonly cancel: () => void;
  readonly put: (value: EditValue) => Promise<void>;
  /** Stages a choice of a list. */
  readonly choose: (text: string) => Promise<void>;
  readonly restore: () => Promise<void>;
}

/** The text of one column while it is edited. */
export function useFieldEdit(props: FieldEditProps): FieldEdit {
  const { edits, object, row, rule, stored, staged, draft } = props;
  const { column } = rule;
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [whole, setWhole] = useState<string | null>(null);
  const pending = useRef<() => void>(() => undefined);
  const [soon] = useState(() => new KeepSoon(() => pending.current()));
  const isKept = useRef(draft !== undefined);
  if (draft !== undefined) isKept.current = true;
  const cell = staged === undefined ? stored : staged.cell;
  const own = editText(cell) ?? whole;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it was that of the cell as it was.
  useEffect(() => setWhole(null), [cell]);
  const text = typed ?? draft?.text ?? own;
  const parse = (some: string) => parsedField(some, rule, cell);

  async function keep(some: string | null, problems: number): Promise<void> {
    soon.cancel();
    if (some === null && !isKept.current) return;
    isKept.current = some !== null;
    await edits
      .draft({ object, row, column, text: some, base: null, problems })
      .catch((error: unknown) => tell('What was typed could not be kept.', error));
  }
  async function stage(step: EditStep): Promise<boolean> {
    try {
      await edits.stage([step]);
      setRefused(null);
      return true;
    } catch (error) {
      tell(null, error);
      return false;
    }
  }
  async function put(value: EditValue): Promise<void> {
    if (value === null && rule.isRequired) {
      setRefused(`${column} cannot be NULL.`);
      return;
    }
    soon.cancel();
    setTyped(null);
    const seen = staged === undefined && 'key' in row ? { seen: stored } : {};
    if (await stage({ kind: 'set', object, row, column, value, ...seen })) await keep(null, 0);
  }
  async function take(some: string): Promise<void> {
    const parsed = parse(some);
    if (parsed.ok) return put(parsed.value);
    setTyped(null);
    await keep(some, 1);
  }
  /** A text equal to what stands there is no change, also where it was kept meanwhile. */
  async function settle(some: string): Promise<void> {
    if (some !== own) return take(some);
    soon.cancel();
    setTyped(null);
    await keep(null, 0);
  }
  async function finish(): Promise<void> {
    if (typed !== null) await settle(typed);
  }
  async function accept(): Promise<void> {
    const some = typed ?? draft?.text;
    if (some !== undefined) await settle(some);
  }
  // Whoever leaves the row with a half-typed field has typed it all the same.
  const leave = useEffectEvent(() => void finish());
  useEffect(() => () => leave(), []);
  const finishNow = useEffectEvent(finish);
  const isOpen = typed !== null;
  useEffect(() => (isOpen ? addOpenEditor(() => finishNow()) : undefined), [isOpen]);

  const outcome: ParsedValue | null =
    text === null || (typed === null && draft === undefined) ? null : parse(text);
  // While somebody types only what was wrong before is told: the sentence goes when it is right.
  const isWrong = outcome !== null && !outcome.ok && (typed === null || draft !== undefined);
  return {
    text,
    isNull: typed === null && draft === undefined && isNothing(cell),
    problem:
      refused ??
      (isWrong && !outcome.ok ? outcome.problem : typed === null ? (staged?.problem ?? null) : null),
    hint: outcome?.ok === true ? outcome.hint : null,
    type: (next) => {
      setRefused(null);
      setTyped(next);
      const parsed = parse(next);
      pending.current = () => void keep(next, parsed.ok ? 0 : 1);
      soon.later();
    },
    open: setWhole,
    isOpened: whole !== null,
    finish,
    accept,
    cancel: () => {
      soon.cancel();
      setRefused(null);
      setTyped(null);
      void keep(null, 0);
    },
    put,
    choose: take,
    restore: async () => {
      setTyped(null);
      setRefused(null);
      await keep(null, 0);
      await stage({ kind: 'unstage', object, row, columns: [column] });
    },
  };
}

function parsedField(text: string, rule: ColumnRule, cell: Cell): ParsedValue {
  const problem = rule.editor === 'json' && text !== '' ? jsonProblem(text) : null;
  if (problem !== null) return { ok: false, problem: `This is not JSON. ${problem.message}` };
  return parseValue(text, rule, cell);
}

function isNothing(cell: Cell): boolean {
  return cell === null || (Array.isArray(cell) && editText(cell) === '');
}

function tell(title: string | null, error: unknown): void {
  const { message, hint } = toFailure(error);
  const description = title === null ? hint : message;
  showToast({ kind: 'error', title: title ?? message, ...(description !== null && { description }) });
}
