import type { Preflight } from '../../../src-preload/contract/index.ts';
import { applicationName } from './application-ids.ts';
import { nameOfPath } from './display-path.ts';
import { type FileFacts, readFileFacts } from './file-facts.ts';
import { type OpenPlan, planOpening } from './open-plan.ts';

/** Looks at a file without SQLite and without changing anything. Never throws: `error` says what keeps it closed. */
export async function preflight(path: string, ownPids?: ReadonlySet<number>): Promise<Preflight> {
  return toPreflight(await readFileFacts(path, ownPids));
}

/** Puts facts into the form that crosses the bridge. */
export function toPreflight(facts: FileFacts): Preflight {
  const { error, header, holders, sides, stats } = facts;
  const plan = error === null ? planOpening(facts) : null;
  return {
    path: facts.path,
    name: nameOfPath(facts.path),
    verdict: verdictOf(facts, plan),
    summary: summaryOf(facts, plan),
    error: error === null ? null : error.toWire(),
    size: stats?.isFile() === true ? Number(stats.size) : 0,
    modifiedAt: stats === null ? 0 : Number(stats.mtimeMs),
    isSqlite: facts.isSqlite,
    application: header === null ? null : applicationName(header.applicationId),
    journalMode: header?.journalMode ?? null,
    walBytes: sides.walBytes ?? 0,
    hasSharedMemory: sides.sharedMemoryBytes !== null,
    hasHotJournal: plan?.needsRollback === true,
    pageSize: header?.pageSize ?? null,
    pageCount: header?.pageCount ?? null,
    encoding: header?.encoding ?? null,
    canWrite: facts.canWriteFile && facts.canWriteFolder,
    usedBy: holders === null ? null : holders.map(({ pid }) => pid),
    readMode: plan?.mode ?? 'normal',
  };
}

function verdictOf(facts: FileFacts, plan: OpenPlan | null): Preflight['verdict'] {
  if (facts.error !== null) return facts.error.code === 'FILE_EMPTY' ? 'empty' : 'error';
  return plan?.mode === 'private-copy' || missingPages(facts) > 0 ? 'warning' : 'ok';
}

/** Pages that are nowhere: those that the main file lacks may still stand in the -wal. */
function missingPages({ header, sides }: FileFacts): number {
  return (sides.walBytes ?? 0) > 0 ? 0 : (header?.missingPages ?? 0);
}

function summaryOf(facts: FileFacts, plan: OpenPlan | null): string {
  const { error, header } = facts;
  if (error !== null) return errorSummary(error.code, error.details);
  if (header === null || plan === null) return '';
  if (plan.needsRollback) return 'left in the middle of a write';
  if (plan.mode === 'private-copy') return 'changes left in its -wal file';
  const missing = missingPages(facts);
  if (missing > 0) return `cut off: ${missing.toLocaleString('en-US')} pages are missing`;
  const kind = applicationName(header.applicationId) ?? 'SQLite';
  return header.journalMode === 'wal' ? `${kind}, WAL` : kind;
}

function errorSummary(code: string, details: unknown): string {
  switch (code) {
    case 'FILE_MISSING':
      return 'not found';
    case 'FILE_IS_FOLDER':
      return 'a folder';
    case 'FILE_EMPTY':
      return 'no bytes';
    case 'FILE_ENCRYPTED':
      return 'encrypted or scrambled';
    case 'FILE_DAMAGED':
      return 'damaged header';
    case 'FILE_UNREADABLE':
      return 'may not be read';
    case 'FILE_NOT_ALLOWED':
      return 'leads outside the allowed folders';
    default:
      return looksLikeOf(details) ?? 'not a database';
  }
}

function looksLikeOf(details: unknown): string | null {
  if (typeof details !== 'object' || details === null || !('looksLike' in details)) return null;
  return typeof details.looksLike === 'string' ? details.looksLike : null;
}
