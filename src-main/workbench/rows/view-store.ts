import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract, Count, ParsedInputOf } from '../../../src-preload/contract/index.ts';
import { BridgeError } from '../bridge-error.ts';
import { fileBySchemaOf } from '../file-of-client.ts';
import type { CallContext } from '../handlers.ts';
import type { Services } from '../services.ts';
import { aboutRows, describeForClient } from './describe-object.ts';
import { OpenView } from './open-view.ts';
import { planView } from './plan-builder.ts';
import type { Views } from './view.ts';

export type OpenInput = ParsedInputOf<Contract['rows']['open']>;

/** Milliseconds between two tellings of the same view's progress. */
const PROGRESS_EVERY = 100;
/** Milliseconds after a change before an order is worked out again, and how much longer than the last time it took. */
const REFRESH_AFTER = 300;
/** What is done for an open view while it is open. */
interface Watch {
  readonly stop: () => void;
  /** The order is made again before long: several changes in quick succession are one. */
  readonly refreshSoon: () => void;
  /** The client sees another schema, perhaps. */
  readonly checkShape: () => void;
}

const SCRATCH_NAME = /^rows-(\d+)-\d+\.sqlite(?:-journal)?$/;

/** The open views of all clients. */
export class ViewStore implements Views {
  readonly #services: Services;
  readonly #views = new Map<string, OpenView>();
  readonly #watches = new Map<string, Watch>();
  #lastView = 0;
  #lastScratch = 0;

  constructor(services: Services) {
    this.#services = services;
    removeLeftovers(services.cacheFolder);
    services.clients.onGone((client) => this.#closeWhere((view) => view.client === client));
    services.openFiles.onClose((id) => this.#closeWhere((view) => view.file.info.id === id));
  }

  get(id: string): OpenView {
    const view = this.#views.get(id);
    if (view === undefined) {
      throw new BridgeError('VIEW_GONE', 'This view is not open any more.', {
        hint: 'Open the table again.',
      });
    }
    view.assertAlive();
    return view;
  }

  async open(input: OpenInput, { client, signal }: CallContext): Promise<OpenView> {
    const file = this.#services.openFiles.get(input.file);
    const seen = fileBySchemaOf(file, client);
    const shape = await describeForClient(file, client, input.object, input.asTable);
    const plan = planView(shape, input.sort, input.filter);
    const total: Count =
      plan.kind === 'copied'
        ? { value: null, kind: 'unknown' }
        : await aboutRows(seen, shape.facts, { signal, isCommitted: seen === file });
    // A view whose caller has left would never be closed.
    signal.throwIfAborted();
    this.#lastView += 1;
    // Unlike those of an engine before this one, which clients may still have.
    const id = `v${process.pid.toString(36)}-${this.#lastView}`;
    const tell = throttled(PROGRESS_EVERY, () => {
      if (this.#views.has(id)) this.#services.emit('rows.progress', view.progress, client);
    });
    const { sort, filter } = input;
    const view = new OpenView({
      id,
      client,
      file,
      shape,
      plan,
      sort,
      filter,
      total,
      scratchPath: () => this.#scratchPath(),
      onProgress: tell.call,
    });
    const watch = this.#watch(view, input);
    this.#views.set(id, view);
    this.#watches.set(id, {
      ...watch,
      stop: () => {
        tell.stop();
        watch.stop();
      },
    });
    if (file.seesTransaction(client)) view.transactionChanged();
    return view;
  }

  close(id: string): void {
    const view = this.#views.get(id);
    this.#watches.get(id)?.stop();
    this.#views.delete(id);
    this.#watches.delete(id);
    view?.end().catch((error: unknown) => console.error('Closing a view failed:', error));
  }

  /** The open transaction of a client has written, begun or ended. */
  transactionChanged(file: string, client: number): void {
    for (const view of this.#views.values()) {
      if (view.client !== client || view.file.info.id !== file) continue;
      const watch = this.#watches.get(view.id);
      watch?.checkShape();
      if (!view.transactionChanged()) watch?.refreshSoon();
    }
  }

  #closeWhere(test: (view: OpenView) => boolean): void {
    for (const view of [...this.#views.values()]) if (test(view)) this.close(view.id);
  }

  #watch(view: OpenView, input: OpenInput): Watch {
    const { file, client } = view;
    let timer: NodeJS.Timeout | undefined;
    const refresh = () => {
      timer = undefined;
      view.refresh();
    };
    const refreshSoon = () => {
      // A build that took long is not begun again at once.
      timer ??= setTimeout(refresh, Math.max(REFRESH_AFTER, view.buildTime * 2));
    };
    const stopWatching = file.onChange((change) => {
      if (change === 'schema') void this.#checkShape(view, input);
      refreshSoon();
    });
    let schema = file.seesSchema(client);
    return {
      stop: () => {
        clearTimeout(timer);
        stopWatching();
      },
      refreshSoon,
      checkShape: () => {
        if (file.seesSchema(client) === schema) return;
        schema = file.seesSchema(client);
        void this.#checkShape(view, input);
      },
    };
  }

  /** A view whose columns have changed cannot go on: its sort, filter and cells may mean something else now. */
  async #checkShape(view: OpenView, input: OpenInput): Promise<void> {
    try {
      const file = this.#services.openFiles.get(input.file);
      const shape = await describeForClient(file, view.client, input.object, input.asTable);
      const isSame =
        JSON.stringify(shape.columns) === JSON.stringify(view.columns) &&
        shape.keyKind === view.info.keyKind &&
        shape.from === view.from;
      if (isSame) return;
    } catch {
      // It cannot be described any more, so it is gone in any case.
    }
    view.abandon(
      new BridgeError('VIEW_GONE', 'The table has other columns now.', {
        hint: 'Open it again.',
      }),
    );
  }

  #scratchPath(): { readonly path: string; readonly schema: string } {
    this.#lastScratch += 1;
    const name = `rows-${process.pid}-${this.#lastScratch}`;
    return {
      path: join(this.#services.cacheFolder, `${name}.sqlite`),
      schema: `scratch_${process.pid}_${this.#lastScratch}`,
    };
  }
}

/** Scratch databases of engines that were killed. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = SCRATCH_NAME.exec(name)?.[1];
    if (pid === undefined || (Number(pid) !== process.pid && isRunning(Number(pid)))) continue;
    rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Calls at once, then at most once in a while; the last call is never lost. */
function throttled(milliseconds: number, work: () => void): { call: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isAsked = false;
  const tick = () => {
    timer = undefined;
    if (!isAsked) return;
    isAsked = false;
    work();
    timer = setTimeout(tick, milliseconds);
  };
  return {
    call() {
      isAsked = true;
      timer ??= setTimeout(tick, 0);
    },
    stop() {
      clearTimeout(timer);
      isAsked = false;
    },
  };
}
