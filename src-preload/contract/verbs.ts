import type { Contract, SliceName } from './index.ts';

type KindOf<M> = M extends { readonly kind: infer K } ? K : never;
type VerbsOf<S extends SliceName> = { readonly [V in keyof Contract[S]]: KindOf<Contract[S][V]> };

/**
 * The names of the contract without its schemas, for where zod must not be loaded: a preload script and the page.
 * The type checker and a test keep it equal to the contract.
 */
export const verbs: { readonly [S in SliceName]: VerbsOf<S> } = {
  files: {
    roots: 'call',
    list: 'call',
    complete: 'call',
    preflight: 'call',
    open: 'call',
    openSample: 'call',
    opened: 'call',
    close: 'call',
    recents: 'call',
    forget: 'call',
  },
  catalog: { objects: 'call', columns: 'call', count: 'call', structure: 'call' },
  rows: {
    open: 'call',
    close: 'call',
    page: 'call',
    locate: 'call',
    row: 'call',
    cell: 'call',
    labels: 'call',
    related: 'call',
    find: 'stream',
    copy: 'stream',
    stream: 'stream',
    summary: 'call',
  },
  collections: { fields: 'call', document: 'call', schema: 'call', check: 'call' },
  edits: {
    state: 'call',
    rules: 'call',
    list: 'stream',
    stage: 'call',
    undo: 'call',
    redo: 'call',
    discard: 'call',
    document: 'call',
    draft: 'call',
    drafts: 'call',
  },
  commits: {
    write: 'call',
    compare: 'call',
    sql: 'call',
    history: 'call',
    rows: 'call',
    undo: 'call',
    restoreCopy: 'call',
    compareCopy: 'call',
  },
  schemas: {
    describe: 'call',
    infer: 'stream',
    check: 'stream',
    review: 'call',
    save: 'call',
    keepDraft: 'call',
  },
  preferences: {
    settings: 'call',
    change: 'call',
    layout: 'call',
    changeLayout: 'call',
    session: 'call',
    keepSession: 'call',
    space: 'call',
    emptyCache: 'call',
  },
  stats: { pool: 'call', engine: 'call' },
  shell: {
    info: 'call',
    chooseFiles: 'call',
    reveal: 'call',
    showAppearance: 'call',
    showMenu: 'call',
    newWindow: 'call',
    restartEngine: 'call',
  },
};
