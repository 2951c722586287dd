import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenFileInfo } from '../../../src-preload/contract/index.ts';
import {
  type ConnectionManager,
  DatabaseError,
  type FileTarget,
  hasErrorCode,
  type Lease,
} from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import { readRawSchema } from '../catalog/raw-schema.ts';
import { type FileFacts, readFileFacts } from './file-facts.ts';
import { type FileStamps, readStamps } from './file-stamp.ts';
import { fileLocked, refusedBySystem, schemaDamaged } from './open-errors.ts';
import { type OpenPlan, planOpening, withDoubleQuotedStrings } from './open-plan.ts';
import { fileEncrypted } from './preflight-errors.ts';
import { makePrivateCopy } from './private-copy.ts';

/** What SQLite and the header say about a file. */
export type FileDetails = Pick<
  OpenFileInfo,
  'size' | 'sqliteVersion' | 'journalMode' | 'encoding' | 'pageSize' | 'foreignKeys'
>;

/** A file that was found readable, and how. */
export interface Established {
  readonly facts: FileFacts;
  /** What the disk alone asked for; `plan` may have another driver, for the views. */
  readonly basePlan: OpenPlan;
  readonly plan: OpenPlan;
  readonly target: FileTarget;
  /** Taken before anything was looked at. */
  readonly stamps: FileStamps;
  readonly details: FileDetails;
  readonly schemaVersion: number;
  /** The folder of the private copy, to be removed afterwards. */
  readonly copyFolder: string | null;
}

export interface EstablishOptions {
  readonly manager: ConnectionManager;
  readonly cacheFolder: string;
  /** Names the private copy; unique among the open files. */
  readonly id: string;
  /** Bytes; 0 after a connection was lost, perhaps to a file that was cut under its mapping. */
  readonly mmapSize?: number | undefined;
  /** Cairn is about to write it, so side files may appear. Default false. */
  readonly isWritten?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds to wait for another program's exclusive lock when a file is opened. */
const LOCK_WAIT = 1000;
const HOLDER = 'opening the file';

/**
 * Looks at a file and opens a first connection to it in the way that leaves no trace. Rejects with a `BridgeError` that
 * says why it cannot be opened. The file has no other connections in the pool.
 */
export async function establish(path: string, options: EstablishOptions): Promise<Established> {
  const { manager, signal } = options;
  const stamps = await readStamps(path);
  const facts = await readFileFacts(path, ownPids(manager));
  if (facts.error !== null) throw facts.error;
  const basePlan = planOpening(facts, options.isWritten);
  const copyFolder =
    basePlan.mode === 'private-copy'
      ? join(options.cacheFolder, 'copies', `${process.pid}-${options.id}-${performance.now().toFixed(0)}`)
      : null;
  try {
    const filename = copyFolder === null ? path : await makePrivateCopy(path, copyFolder, { signal });
    const base = targetOf(path, filename, basePlan, options.mmapSize);
    if (basePlan.needsRollback) await undoUnfinishedWrite(base, options);
    const probed = await probe(base, facts, options);
    const switched =
      probed.refused.length === 0 ? null : await probeWithStrings(base, facts, probed.refused, options);
    const plan = switched === null ? basePlan : withDoubleQuotedStrings(basePlan, switched.view);
    return {
      facts,
      basePlan,
      plan,
      target: switched?.target ?? base,
      stamps,
      details: (switched ?? probed).details,
      schemaVersion: (switched ?? probed).schemaVersion,
      copyFolder,
    };
  } catch (error) {
    await manager.closeFile(path);
    if (copyFolder !== null) await rm(copyFolder, { recursive: true, force: true });
    throw error;
  }
}

/** How the file is read: as it was opened, or by the driver that can guard the statements of a user. */
export function targetFor({ target }: Established, isForUserSql = false): FileTarget {
  if (!isForUserSql) return target;
  return { ...target, driver: 'node:sqlite', options: { ...target.options, isForUserSql } };
}

/** Removes the private copy of a file, if it has one. */
export async function removeCopy(state: Established | null): Promise<void> {
  if (state === null || state.copyFolder === null) return;
  await rm(state.copyFolder, { recursive: true, force: true });
}

/** Processes whose locks are Cairn's own. */
export function ownPids(manager: ConnectionManager): ReadonlySet<number> {
  return new Set([process.pid, ...manager.getStats().connections.map(({ pid }) => pid)]);
}

function targetOf(
  path: string,
  filename: string,
  { driver, mode }: OpenPlan,
  mmapSize: number | undefined,
): FileTarget {
  return {
    file: path,
    driver,
    options: {
      filename,
      readonly: true,
      mustExist: true,
      ...(mode === 'immutable' ? { immutable: true } : {}),
      ...(mmapSize === undefined ? {} : { mmapSize }),
    },
  };
}

/** A writer of the private copy finds the hot journal and rolls it back before its first read. */
async function undoUnfinishedWrite(target: FileTarget, { manager, signal }: EstablishOptions): Promise<void> {
  const { readonly: _isReadonly, ...options } = target.options;
  using lease = await manager.lease({ ...target, options }, 'writer', { holder: HOLDER, signal });
  try {
    await lease.connection.query('SELECT count(*) FROM sqlite_schema', [], { signal });
  } catch (error) {
    if (signal?.aborted === true || hasErrorCode(error, 'CONNECTION_GONE')) throw error;
    // What is wrong with it besides, the reader that follows says better.
  }
}

interface Probe {
  readonly details: FileDetails;
  readonly schemaVersion: number;
  /** Views that this driver cannot resolve; null stands for the schema as a whole. */
  readonly refused: readonly (string | null)[];
}

async function probe(target: FileTarget, facts: FileFacts, options: EstablishOptions): Promise<Probe> {
  const until = performance.now() + LOCK_WAIT;
  for (;;) {
    try {
      using lease = await leaseReader(target, options);
      return await readProbe(lease.connection, facts, options.signal);
    } catch (error) {
      if (!(error instanceof DatabaseError) || options.signal?.aborted === true) throw error;
      if (error.code !== 'BUSY') throw openingError(facts, error);
      if (performance.now() > until) {
        const { holders, path } = await readFileFacts(facts.path, ownPids(options.manager));
        throw await fileLocked(path, holders?.[0]?.pid);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function leaseReader(target: FileTarget, { manager, signal }: EstablishOptions): Promise<Lease> {
  return manager.lease(target, 'reader', { holder: HOLDER, signal });
}

async function readProbe(
  connection: Connection,
  facts: FileFacts,
  signal: AbortSignal | undefined,
): Promise<Probe> {
  const { header } = facts;
  const foreignKeys = await connection.query('PRAGMA foreign_keys', [], { signal });
  const details = {
    size: Number(facts.stats?.size ?? 0),
    encoding: header?.encoding ?? 'UTF-8',
    pageSize: header?.pageSize ?? 0,
    foreignKeys: foreignKeys.rows[0]?.[0] === 1,
  };
  try {
    const version = await connection.query('SELECT sqlite_version()', [], { signal });
    const schema = await connection.query('PRAGMA main.schema_version', [], { signal });
    const views = await connection.query(
      `SELECT name FROM main.sqlite_schema WHERE type = 'view' AND instr(sql, '"') > 0`,
      [],
      { signal },
    );
    const mode = await connection.query('PRAGMA main.journal_mode', [], { signal });
    return {
      details: {
        ...details,
        sqliteVersion: String(version.rows[0]?.[0] ?? ''),
        // An immutable handle has no journal and says "off"; the header knows.
        journalMode: header?.journalMode === 'wal' ? 'wal' : String(mode.rows[0]?.[0] ?? 'delete'),
      },
      schemaVersion: Number(schema.rows[0]?.[0] ?? 0),
      refused: await refusedViews(
        connection,
        views.rows.map(([name]) => String(name)),
        signal,
      ),
    };
  } catch (error) {
    if (!(error instanceof DatabaseError) || !isAboutSchema(error)) throw error;
    // SQLite runs no SELECT at all then. Its objects can still be named, each with what SQLite says.
    if ((await readRawSchema(facts.realPath)).length === 0) throw schemaDamaged(facts.path, error);
    return {
      details: {
        ...details,
        sqliteVersion: '',
        journalMode: header?.journalMode === 'wal' ? 'wal' : 'delete',
      },
      schemaVersion: header?.schemaCookie ?? 0,
      refused: [null],
    };
  }
}

function isAboutSchema({ code }: DatabaseError): boolean {
  return code === 'CORRUPT' || code === 'SQL_ERROR';
}

async function refusedViews(
  connection: Connection,
  views: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const view of views) {
    try {
      await connection.query(`SELECT count(*) FROM pragma_table_xinfo(?1, 'main')`, [view], { signal });
    } catch (error) {
      if (!hasErrorCode(error, 'SQL_ERROR')) throw error;
      refused.push(view);
    }
  }
  return refused;
}

/** The same file by the driver that accepts double-quoted strings, if that makes more of it readable. */
async function probeWithStrings(
  base: FileTarget,
  facts: FileFacts,
  refused: readonly (string | null)[],
  options: EstablishOptions,
): Promise<(Probe & { readonly target: FileTarget; readonly view: string }) | null> {
  const target: FileTarget = {
    ...base,
    driver: 'node:sqlite',
    options: { ...base.options, doubleQuotedStrings: true },
  };
  try {
    const probed = await probe(target, facts, options);
    const helped = refused.find((view) => !probed.refused.includes(view));
    return helped === undefined ? null : { ...probed, target, view: helped ?? 'that its schema begins with' };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return null;
  }
}

function openingError(facts: FileFacts, error: DatabaseError): Error {
  switch (error.code) {
    case 'NOT_A_DATABASE':
      return fileEncrypted(facts.path, true);
    case 'CORRUPT':
    case 'SQL_ERROR':
      return schemaDamaged(facts.path, error);
    case 'CANTOPEN':
    case 'READONLY':
    case 'PERMISSION':
    case 'IOERR':
      return refusedBySystem(facts.path, error);
    default:
      return error;
  }
}
