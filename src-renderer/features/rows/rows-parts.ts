import { lazyPart } from '../../lib/lazy-part.tsx';

/* What rows do not need to be shown. Loaded when nothing else is to be done, so that even the first use waits for nothing. */
const cellEditor = lazyPart(() => import('./editing/cell-editor.tsx').then(({ CellEditor }) => CellEditor));
const cellNote = lazyPart(() => import('./editing/cell-note.tsx').then(({ CellNote }) => CellNote));
const editQuestion = lazyPart(() =>
  import('./editing/edit-question.tsx').then(({ EditQuestion }) => EditQuestion),
);
const filterLine = lazyPart(() =>
  import('./filter-line/filter-line.tsx').then(({ FilterLine }) => FilterLine),
);
const findBar = lazyPart(() => import('./find-bar.tsx').then(({ FindBar }) => FindBar));
const findMatches = lazyPart(() => import('./find-matches.tsx').then(({ FindMatches }) => FindMatches));
const goToRow = lazyPart(() => import('./go-to-row.tsx').then(({ GoToRow }) => GoToRow));
const stopQuestion = lazyPart(() => import('./stop-question.tsx').then(({ StopQuestion }) => StopQuestion));

/** What edits rows: functions, not a component. */
export type EditTools = typeof import('./editing/tools.ts');
let tools: EditTools | null = null;
let loading: Promise<EditTools> | null = null;

/** Loads the tools; tried again after a failure. */
export function loadEditTools(): Promise<EditTools> {
  void cellEditor.preload().catch(() => null);
  loading ??= import('./editing/tools.ts').then(
    (loaded) => {
      tools = loaded;
      return loaded;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** The tools, where they are loaded already. */
export function editToolsNow(): EditTools | null {
  return tools;
}

export const CellEditor = cellEditor.Part;
export const CellNote = cellNote.Part;
export const EditQuestion = editQuestion.Part;
export const FilterLine = filterLine.Part;
export const FindBar = findBar.Part;
export const FindMatches = findMatches.Part;
export const GoToRow = goToRow.Part;
export const StopQuestion = stopQuestion.Part;

/** Loads all parts. Failures show when a part is drawn. */
export async function preloadRowsParts(): Promise<void> {
  await loadEditTools().catch(() => null);
  const parts = [cellEditor, cellNote, filterLine, findBar, findMatches, goToRow, editQuestion, stopQuestion];
  for (const part of parts) await part.preload().catch(() => null);
}
