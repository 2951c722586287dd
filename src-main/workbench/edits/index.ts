import { join } from 'node:path';
import { isJson } from '../../../src-preload/contract/json-text/index.ts';
import { BridgeError } from '../bridge-error.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { baseOf } from './document-texts.ts';
import { editRefused } from './edit-errors.ts';
import { FileEdits, type TellChange } from './file-edits.ts';
import { notDocumentWords } from './fold-steps.ts';
import { objectRules, rulesForClient } from './object-rules.ts';
import { readDocumentText } from './read-document.ts';
import { rowKeyOf, rowWords } from './row-key.ts';
import type { StagedEdits } from './staged-entry.ts';

export { documentPatches } from './document-patches.ts';
export { objectRules } from './object-rules.ts';
export type {
  HeldEdits,
  ReadyEntry,
  RowProblem,
  StagedColumn,
  StagedEdits,
  StagedEntry,
} from './staged-entry.ts';

/** What the slice needs of the services. */
export type EditServices = Pick<Services, 'openFiles' | 'dataFolder' | 'emit' | 'clients'>;

/** The `edits` slice, and the staged edits for those that write them. */
export interface Edits {
  readonly handlers: Handlers<'edits'>;
  readonly staged: StagedEdits;
  /** Ends the work on every file, so that other Cairns may stage. For the end of the engine. */
  close(): Promise<void>;
}

const ROWS_OF_CHUNK = 500;

/** Edits that are staged and not in the file yet: kept in journals of Cairn's own, one for each file. */
export function createEdits({ openFiles, dataFolder, emit, clients }: EditServices): Edits {
  const folder = join(dataFolder, 'edits');
  const byFile = new Map<string, FileEdits>();
  /** Whoever opens such a file again waits: its lock is not free yet. */
  const closing = new Map<string, Promise<void>>();
  /** Clients that have asked for edits: their own steps of undo are told to each. */
  const known = new Set<number>();

  function close(id: string): void {
    const edits = byFile.get(id);
    if (edits === undefined) return;
    byFile.delete(id);
    const { path } = edits;
    const closed = edits
      .close()
      .catch((error: unknown) => console.error('Closing staged edits failed:', error))
      .finally(() => {
        if (closing.get(path) === closed) closing.delete(path);
      });
    closing.set(path, closed);
  }

  openFiles.onClose(close);
  clients.onGone((client) => {
    known.delete(client);
    for (const edits of byFile.values()) edits.forgetClient(client);
  });

  function editsOf(id: string): FileEdits {
    const file = openFiles.get(id);
    const found = byFile.get(id);
    if (found !== undefined) return found;
    const tell: TellChange = (change) => {
      for (const client of known) emit('edits.changed', change(client), client);
    };
    const edits = new FileEdits(file, folder, tell, closing.get(file.info.path));
    byFile.set(id, edits);
    return edits;
  }

  function of(id: string, client: number): FileEdits {
    known.add(client);
    return editsOf(id);
  }

  const handlers: Handlers<'edits'> = {
    state: ({ file }, { client }) => of(file, client).state(client),
    async rules({ file, object }, { client }) {
      return (await rulesForClient(openFiles.get(file), client, object)).rules;
    },
    async *list({ file, object }, { client }) {
      const edits = of(file, client);
      const entries = await edits.entries(object);
      for (let at = 0; at < entries.length; at += ROWS_OF_CHUNK) {
        yield { rows: entries.slice(at, at + ROWS_OF_CHUNK).map((entry) => edits.rowOf(entry)) };
      }
    },
    stage: ({ file, steps, label }, context) => of(file, context.client).stage(steps, label, context),
    undo: ({ file }, { client }) => of(file, client).revert(client, false),
    redo: ({ file }, { client }) => of(file, client).revert(client, true),
    discard: ({ file, object }, { client }) => of(file, client).discard(object, client),
    async document({ file: id, object, row, column }, { client, signal }) {
      const file = openFiles.get(id);
      const rules = await objectRules(file, object);
      const entry = await of(id, client).entry(rowKeyOf(rules.object, row));
      const staged = entry?.columns.get(column);
      if ('inserted' in row) {
        if (entry === undefined) throw editRefused('This new row is not staged any more.');
        const json = typeof staged?.after === 'string' ? staged.after : '{}';
        const encoding = staged?.document?.encoding ?? 'text';
        return { json, stored: null, encoding, base: baseOf(json) };
      }
      const found = await readDocumentText(file, rules, row.key, column, { signal });
      if (found === null) {
        throw new BridgeError('ROW_NOT_FOUND', `The file has no row ${rowWords(object, row)} any more.`, {
          hint: 'It was deleted or got another key. Reload the rows.',
        });
      }
      const text = typeof staged?.after === 'string' && isJson(staged.after) ? staged.after : null;
      if (staged !== undefined && text === null)
        throw editRefused(`What is staged for ${column} is not JSON.`);
      const json = text ?? found.json;
      if (json === null) throw editRefused(notDocumentWords(found.reason ?? 'not-json', column));
      return { json, stored: found.json, encoding: found.encoding, base: baseOf(json) };
    },
    async draft({ file, draft }, { client }) {
      const { text, ...rest } = draft;
      const field = draft.path === undefined ? '' : ` ${JSON.stringify(draft.path)}`;
      const key = `${rowKeyOf(draft.object, draft.row)} ${JSON.stringify(draft.column)}${field}`;
      return of(file, client).draft(key, text === null ? undefined : { ...rest, text }, client);
    },
    async drafts({ file, object }, { client }) {
      return { drafts: [...(await of(file, client).drafts(object))] };
    },
  };
  return {
    handlers,
    staged: {
      entries: (file) => editsOf(file).entries(),
      whileHeld: (file, work) => editsOf(file).whileHeld(work),
      stageEntries: (file, client, label, entries) => editsOf(file).stageEntries(client, label, entries),
    },
    async close() {
      for (const id of [...byFile.keys()]) close(id);
      await Promise.all(closing.values());
    },
  };
}
