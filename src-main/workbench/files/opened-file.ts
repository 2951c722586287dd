import { setTimeout as delay } from 'node:timers/promises';
import type { OpenFileInfo } from '../../../src-preload/contract/index.ts';
import { type ConnectionManager, cancelledError, hasErrorCode } from '../../engine/index.ts';
import type { Connection, ConnectionRole } from '../../engine/types.ts';
import type { Emit } from '../events.ts';
import { limitsInForce } from '../limits.ts';
import type { FileChange, LeaseOptions, OpenFile, WriteOptions } from '../open-file.ts';
import { type Established, establish, ownPids, removeCopy, targetFor } from './establish.ts';
import { readFileFacts } from './file-facts.ts';
import { deletedMessage, infoOf, type OpenWishes, replacedMessage, unknownInfo } from './file-info.ts';
import { FileLocks } from './file-locks.ts';
import { type FileStamps, readStamps, sameIdentity, sameStamps } from './file-stamp.ts';
import { readVersions } from './file-versions.ts';
import { FileWriter } from './file-writer.ts';
import { holdersOf } from './in-the-way.ts';
import { fileChangedWhileRead, fileNotOpen } from './open-errors.ts';
import { planOpening } from './open-plan.ts';
import { SchemaCache } from './schema-cache.ts';

export interface OpenedFileServices {
  readonly manager: ConnectionManager;
  readonly emit: Emit;
  readonly cacheFolder: string;
  /** The file's `info` is another one now. */
  readonly onInfo: () => void;
}

type ReadRole = Exclude<ConnectionRole, 'writer'>;

/** How often a read is begun again because the file changed under it. */
const MOST_ATTEMPTS = 4;
/** Milliseconds between two tries while another program has the file locked. */
const BUSY_PAUSE = 60;
/** What a read says on locks and files that were changed by their owner between its first look and its end. */
const LOST_FILE = ['READONLY', 'CANTOPEN', 'IOERR', 'NOT_A_DATABASE', 'CORRUPT', 'PROTOCOL'] as const;
/** Milliseconds after which `data_version` is asked although no stamp has changed. */
const VERSION_INTERVAL = 5000;

/** An open file: how it is read now, what is remembered of it, and who listens to its changes. */
export class OpenedFile implements OpenFile {
  readonly wishes: OpenWishes;
  readonly #services: OpenedFileServices;
  readonly #listeners = new Set<(change: FileChange) => void>();
  readonly #cache = new SchemaCache();
  readonly #dataVersions = new Map<string, unknown>();
  #info: OpenFileInfo;
  #state: Established | null = null;
  /** Stamps for which the plan is known to hold. */
  #planned: FileStamps | null = null;
  /** Stamps that the watcher has told of. */
  #told: FileStamps | null = null;
  #renewing: Promise<Established> | null = null;
  #schemaVersion = 0;
  #versionsAskedAt = 0;
  #mmapSize: number | undefined;
  #generation = 0;
  #schemaGeneration = 0;
  readonly #writer: FileWriter;
  readonly #locks: FileLocks;
  #isGone = false;
  #isClosed = false;
  /** Clients know its `info` already. */
  #isAnnounced = false;
  #isPolling = false;

  /** `info` is what is known from an earlier engine; the file itself is looked at when it is first used. */
  constructor(wishes: OpenWishes, services: OpenedFileServices, info?: OpenFileInfo) {
    this.wishes = wishes;
    this.#services = services;
    this.#info = info ?? unknownInfo(wishes);
    this.#isAnnounced = info !== undefined;
    this.#locks = new FileLocks({
      path: wishes.path,
      manager: services.manager,
      journalMode: () => this.#info.journalMode,
      emit: (what, message) => this.#emit(what, message),
    });
    this.#writer = new FileWriter({
      manager: services.manager,
      path: wishes.path,
      ready: (signal) => this.#ready(signal),
      reopen: () => this.#reopen(),
      readOnlyReason: () => this.#info.readOnlyReason,
      isReadOnly: wishes.isReadOnly,
      locks: this.#locks,
      onWritten: (stamps, schemaVersion) => this.#written(stamps, schemaVersion),
    });
  }

  get info(): OpenFileInfo {
    return this.#info;
  }

  get generation(): number {
    return this.#generation;
  }

  get schemaGeneration(): number {
    return this.#schemaGeneration;
  }

  onChange(listener: (change: FileChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cachedBySchema<T>(key: string, make: () => Promise<T>, client?: number): Promise<T> {
    return this.#cache.get(this.#writer.schemaOf(client), key, make);
  }

  /** Opens the first connection. Rejects with a `BridgeError`. */
  async open(): Promise<void> {
    await this.#renew();
    this.#isAnnounced = true;
  }

  async use<T>(
    role: ReadRole,
    options: LeaseOptions,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const own = this.#writer.viewOf(options.client);
    if (own !== null) return await work(own);
    const until = performance.now() + limitsInForce().busySeconds * 1000;
    using wait = this.#locks.waitOf(options.holder);
    for (let attempt = 1; ; attempt += 1) {
      await this.#writer.whileAlone;
      const state = await this.#ready(options.signal);
      try {
        const value = await this.#run(state, role, options, work);
        if (!(await this.#changedUnder(state))) {
          wait.served();
          return value;
        }
        if (attempt >= MOST_ATTEMPTS) throw await this.#locks.readError();
      } catch (error) {
        if (options.signal?.aborted === true) throw error;
        if (hasErrorCode(error, 'BUSY')) {
          await wait.refused();
          if (performance.now() > until) throw await this.#locks.readError();
          attempt -= 1;
          await delay(BUSY_PAUSE, undefined, { signal: options.signal });
        } else if (attempt >= MOST_ATTEMPTS || !(await this.#mayTryAgain(state, error))) throw error;
      }
    }
  }

  async *useStream<T>(
    role: ReadRole,
    options: LeaseOptions,
    work: (connection: Connection) => AsyncIterable<T>,
  ): AsyncGenerator<T, void, void> {
    const own = this.#writer.viewOf(options.client);
    if (own !== null) return yield* work(own);
    await this.#writer.whileAlone;
    const state = await this.#ready(options.signal);
    using lease = await this.#services.manager.lease(targetFor(state, options.isForUserSql), role, options);
    for await (const value of work(lease.connection)) {
      if (await this.#changedUnder(state)) throw fileChangedWhileRead(this.wishes.path);
      yield value;
    }
  }

  write<T>(options: WriteOptions, work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#writer.write(options, work);
  }

  holders(role: ConnectionRole): readonly string[] {
    return holdersOf(this.#services.manager, this.wishes.path, role);
  }

  seesTransaction(client: number): boolean {
    return this.#writer.viewOf(client) !== null;
  }

  seesSchema(client: number): number {
    return this.#writer.schemaOf(client);
  }

  seesWrites(client: number): string {
    return this.#writer.writesOf(client);
  }

  /** Looks for changes by others. Never rejects. */
  async poll(): Promise<void> {
    if (this.#isPolling || this.#isClosed || this.#state === null || this.#writer.isWriting) return;
    if (this.#writer.whileAlone !== null) return;
    this.#isPolling = true;
    try {
      await this.#look(this.#state);
    } catch {
      // Whoever uses the file next gets the reason.
    } finally {
      this.#isPolling = false;
    }
  }

  /** Ends the connections and removes the private copy. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#renewing?.catch(() => undefined);
    await this.#writer.settled();
    await this.#services.manager.closeFile(this.wishes.path);
    await removeCopy(this.#state);
    this.#listeners.clear();
    this.#cache.clear();
  }

  async #run<T>(
    state: Established,
    role: ReadRole,
    options: LeaseOptions,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    using lease = await this.#services.manager.lease(targetFor(state, options.isForUserSql), role, options);
    return await work(lease.connection);
  }

  /** The state to read by, after the files on the disk have been compared with what it was made for. */
  async #ready(signal: AbortSignal | undefined): Promise<Established> {
    if (this.#isClosed) throw fileNotOpen();
    if (signal?.aborted === true) throw cancelledError(signal);
    if (this.#renewing !== null) return await this.#renewing;
    const stamps = await readStamps(this.wishes.path);
    const state = this.#state;
    if (state !== null && this.#planned !== null && sameStamps(stamps, this.#planned)) return state;
    return await this.#renew();
  }

  /** Whether what was read without locks, or from a copy, is no longer what stands on the disk. */
  async #changedUnder(state: Established): Promise<boolean> {
    if (state.plan.mode === 'normal') return false;
    if (state !== this.#state) return true;
    return !sameStamps(state.stamps, await readStamps(this.wishes.path));
  }

  async #mayTryAgain(state: Established, error: unknown): Promise<boolean> {
    if (this.#isClosed) throw fileNotOpen();
    // Opening it anew has ended the connection under this read.
    if (state !== this.#state || this.#renewing !== null) return true;
    if (hasErrorCode(error, 'CONNECTION_GONE')) {
      // Perhaps the file was cut under its mapping. Plain reads fail with an error instead.
      if (this.#mmapSize === 0) return false;
      if (this.#writer.isWriting) return true;
      this.#mmapSize = 0;
      this.#planned = null;
      await this.#reopen();
      return true;
    }
    if (state.plan.mode === 'normal' && !LOST_FILE.some((code) => hasErrorCode(error, code))) return false;
    const known = state.plan.mode === 'normal' ? this.#planned : state.stamps;
    return known === null || !sameStamps(known, await readStamps(this.wishes.path));
  }

  /** Several may wait for it, so no single caller's signal ends it. */
  #renew(how = () => this.#renewNow()): Promise<Established> {
    this.#renewing ??= how().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  #reopen(): Promise<Established> {
    return this.#renew(() => this.#establish(this.#state));
  }

  /** Keeps the connections where the file is still to be read as it was, else opens it anew. */
  async #renewNow(): Promise<Established> {
    const old = this.#state;
    if (old !== null && old.plan.mode === 'normal' && this.#planned !== null) {
      const stamps = await readStamps(this.wishes.path);
      const isSameFile =
        stamps.main !== null && old.stamps.main !== null && sameIdentity(stamps.main, old.stamps.main);
      if (isSameFile && this.#writer.isWriting) {
        // The journal that stands there is its own: nothing to look at before it has ended.
        this.#planned = stamps;
        return old;
      }
      if (isSameFile) {
        const facts = await readFileFacts(this.wishes.path, ownPids(this.#services.manager));
        const plan = facts.error === null ? planOpening(facts, this.#writer.mayWriteAhead) : null;
        if (plan?.mode === 'normal' && plan.driver === old.basePlan.driver) {
          this.#planned = stamps;
          return old;
        }
      }
    }
    return await this.#establish(old);
  }

  async #establish(old: Established | null): Promise<Established> {
    const { manager, cacheFolder } = this.#services;
    const { id, path } = this.wishes;
    if (old !== null) {
      await manager.closeFile(path);
      await removeCopy(old);
    }
    const isWritten = this.#writer.mayWriteAhead;
    const state = await establish(path, { manager, cacheFolder, id, mmapSize: this.#mmapSize, isWritten });
    this.#writer.opened(state.stamps.main);
    this.#state = state;
    this.#planned = state.stamps;
    this.#told = state.stamps;
    this.#dataVersions.clear();
    const before = this.#schemaVersion;
    this.#schemaVersion = state.schemaVersion;
    this.#isGone = false;
    this.#setInfo(infoOf(this.wishes, state));
    if (old === null || sameStamps(old.stamps, state.stamps)) return state;
    const [was, is] = [old.stamps.main, state.stamps.main];
    if (was === null || is === null || !sameIdentity(was, is)) this.#tell('replaced', replacedMessage(path));
    else this.#tell(before === state.schemaVersion ? 'content' : 'schema', null);
    return state;
  }

  /** What Cairn itself has written is told at once, and not again when the watcher sees it. */
  #written(stamps: FileStamps, schemaVersion: number): void {
    this.#planned = stamps;
    this.#told = stamps;
    this.#dataVersions.clear();
    const isSameSchema = schemaVersion === this.#schemaVersion;
    this.#schemaVersion = schemaVersion;
    this.#tell(isSameSchema ? 'content' : 'schema', null);
  }

  #setInfo(info: OpenFileInfo): void {
    const isOther = JSON.stringify(info) !== JSON.stringify(this.#info);
    this.#info = info;
    if (!isOther) return;
    this.#services.onInfo();
    if (this.#isAnnounced) this.#emit('details', null);
  }

  async #look(state: Established): Promise<void> {
    const { path } = this.wishes;
    const told = this.#told;
    const stamps = await readStamps(path);
    if (stamps.main === null) {
      if (!this.#isGone) this.#tell('deleted', deletedMessage(path));
      this.#isGone = true;
      return;
    }
    const isTouched = this.#told === null || !sameStamps(stamps, this.#told);
    if (isTouched || this.#isGone) {
      const now = await this.#renew();
      // A file that was opened anew has told so by itself.
      if (now !== state) return;
      this.#isGone = false;
    }
    const isDue = performance.now() - this.#versionsAskedAt > VERSION_INTERVAL;
    if (state.plan.mode !== 'normal' || !(isTouched || isDue || this.#locks.isBusy)) return;
    await this.#compareVersions(state, isTouched);
    // Unless a write of Cairn's own was told meanwhile.
    if (this.#told === told) this.#told = stamps;
  }

  /** Asks SQLite whether others have committed: a checkpoint touches the file and changes nothing. */
  async #compareVersions(state: Established, isTouched: boolean): Promise<void> {
    this.#versionsAskedAt = performance.now();
    try {
      using lease = await this.#services.manager.lease(state.target, 'reader', {
        holder: 'watching for changes',
        acquireTimeout: 1000,
      });
      const { connection } = lease;
      const { data, schema: schemaVersion } = await readVersions(connection);
      this.#locks.setFree();
      const known = this.#dataVersions.get(connection.id);
      this.#dataVersions.set(connection.id, data);
      if (schemaVersion !== this.#schemaVersion) {
        this.#schemaVersion = schemaVersion;
        this.#tell('schema', null);
      } else if (known === undefined ? isTouched : known !== data) this.#tell('content', null);
    } catch (error) {
      if (!hasErrorCode(error, 'BUSY')) throw error;
      await this.#locks.setBusy();
      throw error;
    }
  }

  #tell(change: FileChange, message: string | null): void {
    this.#generation += 1;
    if (change !== 'content') {
      this.#schemaGeneration += 1;
      this.#cache.clear();
    }
    for (const listener of [...this.#listeners]) listener(change);
    this.#emit(change, message);
  }

  #emit(what: FileChange | 'busy' | 'free' | 'details', message: string | null): void {
    if (!this.#isClosed) this.#services.emit('files.changed', { file: this.wishes.id, what, message });
  }
}
