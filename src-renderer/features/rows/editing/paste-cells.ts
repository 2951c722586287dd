import type { EditRules, EditStep, EditValue } from '../../../../src-preload/contract/edits.ts';
import { countOf, formatCount } from '../../../lib/cells/byte-size.ts';
import { insertDocument } from '../../../lib/documents/new-document.ts';
import { fieldRaw } from '../../../lib/edits/edit-text.ts';
import { parseValue } from '../../../lib/edits/parse-value.ts';
import { extendTo, selectCell } from '../../../lib/grid/selection.ts';
import { showToast } from '../../../ui/toasts.ts';
import { textStep } from './cell-steps.ts';
import { type CellTarget, cellTarget, objectRefusal, refusalOf, rowTargets } from './cell-target.ts';
import type { EditContext } from './edit-context.ts';
import { parseTsv } from './parse-tsv.ts';
import { type PastePlan, planPaste } from './paste-plan.ts';
import { insertStep, MOST_STEPS } from './row-actions.ts';
import { keepDraft, stage } from './stage-cells.ts';

/** Texts that are no value where they were pasted are kept and marked; more than these are not. */
const MOST_DRAFTS = 50;

/** Pastes cells of a spreadsheet as one step of undo. Rows beyond the end become new ones, after a question. */
export async function paste(context: EditContext, rules: EditRules, text: string): Promise<void> {
  if (text === '') return;
  const refusal = objectRefusal(context, rules);
  if (refusal !== null) return context.say(refusal);
  const plan = planPaste(parseTsv(text), context.selection, context.columns.length);
  if (plan.rows * plan.columns > MOST_STEPS) {
    return context.say(
      `At most ${formatCount(MOST_STEPS)} cells are pasted at once. Import them as a file.`,
      'error',
    );
  }
  const targets = await rowTargets(context, plan.firstRow, plan.firstRow + plan.rows - 1);
  const beyond = plan.rows - targets.length;
  if (beyond > 0 && !(await mayInsert(context, rules, beyond))) return;

  const shown = context.columns.slice(plan.firstColumn, plan.firstColumn + plan.columns);
  const steps: EditStep[] = [];
  const drafts: { readonly target: CellTarget; readonly text: string; readonly problem: string }[] = [];
  for (const [at, row] of targets.entries()) {
    for (const [column, one] of shown.entries()) {
      const target = cellTarget(row, one, rules);
      const refused = refusalOf(context, rules, target);
      if (refused !== null) return context.say(refused.reason);
      const typed = plan.textAt(at, column);
      const outcome = textStep(context, target, typed);
      if (outcome.ok) steps.push(outcome.step);
      else drafts.push({ target, text: typed, problem: outcome.problem });
    }
  }
  const added = beyond > 0 ? newRows(context, rules, plan, targets.length) : { steps: [], problem: null };
  const problem = added.problem ?? (drafts.length > MOST_DRAFTS ? drafts[0]?.problem : null) ?? null;
  if (problem !== null) return context.say(`Nothing was pasted. ${problem}`, 'error');
  steps.push(...added.steps);
  if (!(await stage(context, steps, `paste of ${countOf(plan.rows * plan.columns, 'cell')}`))) return;
  for (const { target, text: typed } of drafts) await keepDraft(context, target, typed);
  context.select(
    extendTo(selectCell({ row: plan.firstRow, column: plan.firstColumn }), {
      row: plan.firstRow + plan.rows - 1,
      column: plan.firstColumn + Math.max(0, plan.columns - 1),
    }),
  );
  tell(plan, drafts.length);
}

async function mayInsert(context: EditContext, rules: EditRules, rows: number): Promise<boolean> {
  if (rules.insertReason !== null) {
    context.say(`The text has more rows than there are from here on. ${rules.insertReason}`);
    return false;
  }
  return context.ask({
    title: `Add ${countOf(rows, 'new row')}?`,
    text: `The text on the clipboard has ${countOf(rows, 'row')} more than ${context.object} has from here on.`,
    action: rows === 1 ? 'Add the row' : `Add ${formatCount(rows)} rows`,
  });
}

interface NewRows {
  readonly steps: readonly EditStep[];
  readonly problem: string | null;
}

function newRows(context: EditContext, rules: EditRules, plan: PastePlan, from: number): NewRows {
  const shown = context.columns.slice(plan.firstColumn, plan.firstColumn + plan.columns);
  const steps: EditStep[] = [];
  for (let row = from; row < plan.rows; row += 1) {
    const values: { column: string; value: EditValue }[] = [];
    const document = new DocumentText();
    for (const [column, one] of shown.entries()) {
      const text = plan.textAt(row, column);
      const { name, path, declaredType } = one.column;
      if (path !== null) {
        if (text !== '') document.set(path, fieldRaw(text, null, declaredType));
        continue;
      }
      const { rule } = cellTarget({ row: { inserted: 'x' }, stored: null, overlay: undefined }, one, rules);
      // A key that SQLite numbers, and a column that is computed, are left to it.
      if ((text === '' && rule.isGeneratedKey) || one.column.isGenerated) continue;
      const parsed = parseValue(text, rule, undefined);
      if (!parsed.ok)
        return { steps: [], problem: `Row ${formatCount(row + 1)}, ${name}: ${parsed.problem}` };
      values.push({ column: name, value: parsed.value });
    }
    steps.push(
      rules.documentColumn === null
        ? insertStep(context.object, values)
        : documentStep(context.object, rules, values, document.text()),
    );
  }
  return { steps, problem: null };
}

/** A new document, under the id that was pasted, or one of its own. */
function documentStep(
  object: string,
  rules: EditRules,
  values: readonly { readonly column: string; readonly value: EditValue }[],
  json: string,
): EditStep {
  const id = values.find(({ column }) => column === rules.idColumn)?.value;
  const isText = typeof id === 'string' && id !== '';
  const step = insertDocument(object, rules, isText ? id : crypto.randomUUID(), json);
  const others = values.filter(({ column }) => column !== rules.idColumn);
  return { ...step, values: [...step.values, ...others] };
}

/** A new document by its fields; raw JSON texts keep their digits. */
class DocumentText {
  readonly #fields = new Map<string, string | DocumentText>();

  set(path: readonly string[], raw: string): void {
    const [key = '', ...rest] = path;
    if (rest.length === 0) {
      this.#fields.set(key, raw);
      return;
    }
    const found = this.#fields.get(key);
    const inner = found instanceof DocumentText ? found : new DocumentText();
    this.#fields.set(key, inner);
    inner.set(rest, raw);
  }

  text(): string {
    const members = [...this.#fields].map(
      ([key, value]) => `${JSON.stringify(key)}:${value instanceof DocumentText ? value.text() : value}`,
    );
    return `{${members.join(',')}}`;
  }
}

function tell(plan: PastePlan, drafts: number): void {
  const parts = [
    plan.lostColumns > 0 ? `${countOf(plan.lostColumns, 'column')} had no place here.` : null,
    drafts > 0
      ? `${countOf(drafts, 'text')} are no values of their columns; they are kept and marked.`
      : null,
  ].filter((part) => part !== null);
  const title = `${countOf(plan.rows * plan.columns, 'cell')} pasted`;
  if (parts.length > 0) showToast({ kind: 'warning', title, description: parts.join(' ') });
}
