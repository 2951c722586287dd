import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { openFile } from '../../../src-preload/contract/files.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/index.ts';
import type { OpenFile } from '../open-file.ts';
import type { BaseServices, OpenFileSet, OpenOptions } from '../services.ts';
import { type AllowedPaths, createAllowedPaths } from './allowed-paths.ts';
import type { OpenWishes } from './file-info.ts';
import { fileNotOpen } from './open-errors.ts';
import { OpenedFile } from './opened-file.ts';
import { fileNotAllowed } from './preflight-errors.ts';

/** Milliseconds between two looks at the open files. */
const POLL_INTERVAL = 700;

const storedSnapshot = z.object({
  version: z.literal(1),
  files: z.array(z.object({ info: openFile, isReadOnly: z.boolean() })),
});

/** Makes the set of open files, empty; they are watched for changes until `dispose`. */
export function createOpenFiles(base: BaseServices): OpenFileSet {
  return new OpenFileRegistry(base);
}

class OpenFileRegistry implements OpenFileSet {
  readonly #base: BaseServices;
  readonly allowed: AllowedPaths;
  readonly #files = new Map<string, OpenedFile>();
  /** Files being opened, by real path: who asks for the same gets the same. */
  readonly #opening = new Map<string, Promise<OpenedFile>>();
  readonly #closeListeners = new Set<(id: string) => void>();
  readonly #snapshotListeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;

  constructor(base: BaseServices) {
    this.#base = base;
    this.allowed = createAllowedPaths({
      roots: base.allowedRoots,
      granted: [...base.openedByCommandLine, ...base.granted],
      grantsOnly: base.grantsOnly,
    });
    this.#timer = setInterval(() => {
      for (const file of this.#files.values()) void file.poll();
    }, POLL_INTERVAL);
    this.#timer.unref();
  }

  get(id: string): OpenFile {
    const file = this.#files.get(id);
    if (file === undefined) throw fileNotOpen();
    return file;
  }

  all(): readonly OpenFile[] {
    return [...this.#files.values()];
  }

  onClose(listener: (id: string) => void): () => void {
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  onSnapshotChange(listener: () => void): () => void {
    this.#snapshotListeners.add(listener);
    return () => this.#snapshotListeners.delete(listener);
  }

  async open(path: string, options: OpenOptions = {}): Promise<OpenFileInfo> {
    const absolute = resolve(path);
    const isSample = options.isSample === true;
    if (!isSample && !(await this.allowed.allows(absolute))) throw fileNotAllowed(absolute, this.allowed);
    const real = await realpath(absolute).catch(() => absolute);
    const known = [...this.#files.values()].find((file) => file.wishes.path === real);
    if (known !== undefined) return known.info;
    let opening = this.#opening.get(real);
    if (opening === undefined) {
      const id = randomBytes(6).toString('hex');
      opening = this.#openNew({ id, path: real, isReadOnly: options.readOnly === true, isSample }).finally(
        () => this.#opening.delete(real),
      );
      this.#opening.set(real, opening);
    }
    return (await opening).info;
  }

  async close(id: string): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined) throw fileNotOpen();
    this.#files.delete(id);
    this.#snapshotChanged();
    for (const listener of [...this.#closeListeners]) listener(id);
    await file.close();
    this.#base.emit('files.closed', { file: id });
  }

  snapshot(): unknown {
    const files = [...this.#files.values()].map(({ info, wishes: { isReadOnly } }) => ({ info, isReadOnly }));
    return { version: 1, files };
  }

  async restore(snapshot: unknown): Promise<void> {
    const stored = storedSnapshot.safeParse(snapshot);
    if (!stored.success) return;
    for (const { info, isReadOnly } of stored.data.files) {
      const { id, path, isSample } = info;
      if (!this.#files.has(id)) this.#files.set(id, this.#make({ id, path, isReadOnly, isSample }, info));
    }
  }

  async dispose(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.allSettled(this.#opening.values());
    const files = [...this.#files.values()];
    this.#files.clear();
    await Promise.all(files.map((file) => file.close()));
  }

  async #openNew(wishes: OpenWishes): Promise<OpenedFile> {
    const file = this.#make(wishes);
    // Several may wait for it, so no single caller's signal ends it.
    await file.open();
    this.#files.set(wishes.id, file);
    this.#snapshotChanged();
    this.#base.emit('files.opened', file.info);
    return file;
  }

  #make(wishes: OpenWishes, info?: OpenFileInfo): OpenedFile {
    const { manager, emit, cacheFolder } = this.#base;
    const onInfo = () => {
      if (this.#files.has(wishes.id)) this.#snapshotChanged();
    };
    return new OpenedFile(wishes, { manager, emit, cacheFolder, onInfo }, info);
  }

  #snapshotChanged(): void {
    for (const listener of [...this.#snapshotListeners]) listener();
  }
}
