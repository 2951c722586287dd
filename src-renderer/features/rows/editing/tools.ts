/* What edits rows: a part of its own, loaded when nothing else is to be done. */
export { beginEdit } from './begin-edit.ts';
export { valueStep } from './cell-steps.ts';
export { countUnmatched } from './count-unmatched.ts';
export { fillDown } from './fill-down.ts';
export { paste } from './paste-cells.ts';
export { deleteRows, newRow, setDefault, setEmpty, setNull } from './row-actions.ts';
export { forgetDraft, stage, stageText } from './stage-cells.ts';
export { withStaged } from './with-staged.ts';
