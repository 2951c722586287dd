import { type JsonPath, kindOf, rootSpan } from '../../../src-preload/contract/json-text/index.ts';
import { CollectionDocuments, type HookContext, PluginError, type VetoHook } from '../../engine/index.ts';
import { keyColumns } from '../../operations/plan.ts';
import { storedSchemaOf } from '../collections/stored-schema-of.ts';
import { objectRules, type StagedEntry } from '../edits/index.ts';
import type { ObjectRules } from '../edits/object-rules.ts';
import type { OpenFile } from '../open-file.ts';
import type { HookRecorder, RunningOperation } from '../plugins/index.ts';
import { patchedText } from './hooked-document.ts';
import { statementOf } from './script.ts';

/** A collection whose documents hooks are told of. */
export interface HookTable {
  readonly idColumn: string;
  readonly documentColumn: string;
  readonly documents: CollectionDocuments;
}

/** An object with staged rows. */
export interface HookObject {
  /** SQL of the columns that name a row, for showing a statement. */
  readonly keys: readonly string[];
  /** null: a plain table. */
  readonly table: HookTable | null;
}

/** The objects of staged rows, by name. One that is gone is told by the commit. */
export async function hookObjects(
  file: OpenFile,
  entries: readonly StagedEntry[],
): Promise<ReadonlyMap<string, HookObject>> {
  const objects = new Map<string, HookObject>();
  for (const object of new Set(entries.map((entry) => entry.object))) {
    const rules = await objectRules(file, object).catch(() => null);
    if (rules !== null) objects.set(object, await hookObject(file, rules));
  }
  return objects;
}

async function hookObject(file: OpenFile, { object, plan, collection }: ObjectRules): Promise<HookObject> {
  // The columns of a plan carry the name by which it reads its table.
  const keys = plan === null ? ['rowid'] : keyColumns(plan).map((sql) => sql.replace(/^t\./u, ''));
  if (collection === null) return { keys, table: null };
  const { idColumn, documentColumn } = collection;
  const stored = await storedSchemaOf(file, object);
  const documents = new CollectionDocuments(object, stored ?? undefined);
  return { keys, table: { idColumn, documentColumn, documents } };
}

/** What a hook is asked before a row is written. */
interface Asked {
  readonly hook: VetoHook;
  readonly context: HookContext;
}

const beforeHooks = { insert: 'onBeforeInsert', update: 'onBeforeUpdate', delete: 'onBeforeDelete' } as const;
const operations = { insert: 'insert', update: 'put', delete: 'delete' } as const;

/** A staged row as hooks are told of it, and as they leave it. */
export class HookSubject {
  /** null: the row of a plain table, for which there are hooks of queries alone. */
  readonly table: HookTable | null;
  readonly kind: StagedEntry['kind'];
  /** Fields that are set in the document instead of deleting it. */
  marks: Readonly<Record<string, unknown>> | null = null;
  #entry: StagedEntry;
  #paths: readonly JsonPath[] = [];
  /** The document as it was given to the hooks, decoded once more: theirs may be changed in place. */
  #given: unknown;
  /** The document that was looked at last. */
  #text: string | null;
  #operation: RunningOperation | null = null;
  readonly #keys: readonly string[];
  readonly #begin: (() => RunningOperation) | null;
  readonly #startedAt = performance.now();

  constructor(
    entry: StagedEntry,
    { keys, table }: HookObject,
    recorder: HookRecorder,
    traced: 'with-data' | 'hooks' | 'not',
  ) {
    this.#entry = entry;
    this.#keys = keys;
    this.kind = entry.kind;
    this.#text = table === null ? null : textOf(entry, table);
    // A row of a collection whose document is not touched is a row like any other.
    this.table = entry.kind === 'delete' || this.#text !== null ? table : null;
    const name = `${entry.object}.${entry.kind}`;
    const keepsData = traced === 'with-data';
    const begin = () => {
      const about = this.id ?? keyText(entry);
      return recorder.begin({ name, about, sql: keepsData ? () => this.sql : undefined, keepsData });
    };
    this.#begin = traced === 'not' ? null : begin;
  }

  get entry(): StagedEntry {
    return this.#entry;
  }

  get paths(): readonly JsonPath[] {
    return this.#paths;
  }

  get isMarked(): boolean {
    return this.marks !== null;
  }

  /** null: no hook was asked yet, or it is not kept what they do. */
  get operation() {
    return this.#operation;
  }

  get id(): string | undefined {
    const { columns, image } = this.#entry;
    if (this.table === null) return undefined;
    const id = columns.get(this.table.idColumn)?.after ?? image?.get(this.table.idColumn);
    return typeof id === 'string' ? id : undefined;
  }

  /** The statement in short: what a person would write. */
  get sql(): string {
    return statementOf(this.#entry, this.#keys);
  }

  /** Calls with this context are shown with the row. */
  add(context: HookContext): HookContext {
    if (this.#begin === null) return context;
    this.#operation ??= this.#begin();
    this.#operation.add(context);
    return context;
  }

  /** null: there is nothing that a hook could be told. */
  before(): Asked | null {
    if (this.table === null) return { hook: 'onBeforeQuery', context: this.#queryContext() };
    if (this.#text === null) return { hook: beforeHooks[this.kind], context: this.contextOf(null) };
    const context = this.contextOf(this.#text);
    this.#given = this.table.documents.decode(this.#text, this.id ?? '');
    return { hook: beforeHooks[this.kind], context };
  }

  /** Takes over what the hooks left. Throws PLUGIN_FAILED for what is no document, and VALIDATION for what JSON cannot hold. */
  take(context: HookContext): void {
    if (context.insteadOfDelete !== undefined) this.marks = context.insteadOfDelete;
    if (this.table === null || this.#text === null) return;
    const { data } = context;
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      throw failed('it gave back something that is no document');
    }
    const { documents, documentColumn } = this.table;
    const given = this.#given as Record<string, unknown>;
    const key = documents.spec.primaryKey;
    const id = Reflect.get(data, key) as unknown;
    if (id !== undefined && id !== given[key]) {
      throw failed(`a document keeps its id, but it set ${key} to ${String(id)}`);
    }
    const patched = patchedText(this.#text, given, data, (value) => documents.textOf(value));
    if (patched.paths.length > 0) this.putText(documentColumn, patched.text, patched.paths);
  }

  /** The document is to be stored in this form. */
  putText(documentColumn: string, text: string, paths: readonly JsonPath[]): void {
    const column = this.#entry.columns.get(documentColumn);
    if (column === undefined) return;
    this.#text = text;
    this.#paths = paths;
    const columns = new Map(this.#entry.columns).set(documentColumn, { ...column, after: text });
    this.#entry = { ...this.#entry, columns };
  }

  /** The document as it is to be stored now that it was merged with what others wrote. */
  see(text: string): void {
    this.#text = text;
  }

  /** The row is changed, not deleted. */
  becomeUpdate(entry: StagedEntry, text: string): void {
    this.#entry = entry;
    this.#text = text;
  }

  contextOf(text: string | null): HookContext {
    if (this.table === null) return this.#queryContext();
    const { documents } = this.table;
    const { id } = this;
    return {
      collectionName: documents.spec.name,
      schema: documents.spec,
      operation: operations[this.kind],
      ...(text === null ? {} : { data: documents.decode(text, id ?? '') }),
      ids: id === undefined ? undefined : [id],
      startedAt: this.#startedAt,
    };
  }

  /** With the document as it is stored. */
  contextAfter(): HookContext {
    const context = this.contextOf(this.#text);
    return this.kind === 'delete'
      ? { ...context, data: undefined, result: true }
      : { ...context, result: context.data };
  }

  #queryContext(): HookContext {
    const startedAt = this.#startedAt;
    return { collectionName: '', schema: {}, operation: 'exec', sql: this.sql, params: [], startedAt };
  }
}

function textOf({ kind, columns }: StagedEntry, { documentColumn }: HookTable): string | null {
  const after = kind === 'delete' ? undefined : columns.get(documentColumn)?.after;
  // What is no object is no document that a hook could be told of.
  return typeof after === 'string' && isObject(after) ? after : null;
}

function isObject(json: string): boolean {
  return kindOf(json, rootSpan(json).from) === 'object';
}

function keyText({ row }: StagedEntry): string {
  return 'key' in row ? row.key.map(String).join(', ') : 'new row';
}

/** Which plugin it was is known by who asked. */
function failed(reason: string): PluginError {
  return new PluginError('PLUGIN_FAILED', `${reason}. Nothing was written.`, { plugin: '' });
}
