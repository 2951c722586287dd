import { KeepSoon } from '../../../lib/edits/keep-soon.ts';
import type { EditorPlan } from './begin-edit.ts';
import type { EditContext } from './edit-context.ts';
import { draftOf, keepTyped } from './stage-cells.ts';

/** Milliseconds until it is tried again: the engine may be on its way back. */
const AGAIN_AFTER = 2000;

/** The text of one edit of a cell, kept as a draft while it is typed: it is there again after a crash. */
export class CellDraft {
  readonly #context: EditContext;
  readonly #plan: EditorPlan;
  readonly #soon = new KeepSoon(() => void this.#keep());
  #text: string;
  #isOver = false;

  constructor(context: EditContext, plan: EditorPlan) {
    this.#context = context;
    this.#plan = plan;
    this.#text = plan.text;
  }

  /** The editor is there: what began it is typed already. */
  open(): void {
    const { text, original, isCut, target } = this.#plan;
    this.#isOver = false;
    const isNew = text !== '' && text !== original && text !== draftOf(this.#context, target)?.text;
    if (isNew && !isCut) this.type(text);
  }

  type(text: string): void {
    this.#text = text;
    this.#soon.later();
  }

  /** The edit has ended: what comes of its text is decided elsewhere. */
  end(): void {
    this.#isOver = true;
    this.#soon.cancel();
  }

  /** The editor is gone, whether its edit has ended or not. */
  close(): void {
    this.#soon.now();
    this.#isOver = true;
  }

  async #keep(): Promise<void> {
    const { target, original, isTyped } = this.#plan;
    const isBack = !isTyped && this.#text === original;
    const isKept = await keepTyped(this.#context, target, isBack ? null : this.#text);
    if (!isKept && !this.#isOver) this.#soon.later(AGAIN_AFTER);
  }
}
