import type { EditStep } from '../../../src-preload/contract/edits.ts';
import { pathText } from '../../../src-preload/contract/json-text/index.ts';
import { rowWords } from './row-key.ts';

/** What steps are called in "Undo ...", such as "city of customers 7". */
export function stepLabel(steps: readonly EditStep[]): string {
  const [step] = steps;
  if (step === undefined || steps.length > 1) return `${steps.length} edits`;
  switch (step.kind) {
    case 'set':
      return cut(`${step.column} of ${rowWords(step.object, step.row)}`);
    case 'field':
      return cut(`${pathText(step.path)} of ${rowWords(step.object, step.row)}`);
    case 'document':
      return cut(`the document of ${rowWords(step.object, step.row)}`);
    case 'insert':
      return cut(`new row of ${step.object}`);
    case 'delete':
      return cut(`deleting ${rowWords(step.object, step.row)}`);
    case 'unstage':
      return cut(`unstaging ${rowWords(step.object, step.row)}`);
  }
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
