import type { PluginFailure, PluginRequest } from '../../../plugin-host/plugin-messages.ts';
import type { ChildProcess } from '../../../ports/port.ts';
import { reply } from './plugin-answers.ts';

/** What a plugin threw, or why it cannot be asked. */
export class PluginRequestError extends Error {
  override readonly name = 'PluginRequestError';
  readonly failure: PluginFailure;
  /** "late": it did not answer in its time. "gone": its process has ended. */
  readonly reason: 'threw' | 'late' | 'gone';

  constructor(reason: PluginRequestError['reason'], failure: PluginFailure) {
    super(failure.message);
    this.reason = reason;
    this.failure = failure;
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: PluginRequestError) => void;
}

/** One process of a plugin. One that does not answer in time, or answers rubbish, is killed: it may be in an endless loop. */
export class PluginConnection {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #onEnd: (why: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #why: string | null = null;

  /** @param onEnd Told once why it can be asked no more. */
  constructor(child: ChildProcess, onEnd: (why: string) => void) {
    this.#child = child;
    this.#onEnd = onEnd;
    this.pid = child.pid;
    child.port.onMessage((message) => this.#hear(message));
    // How it ended is known a moment later.
    child.port.onClose(() => child.kill());
    void child.exited.then(({ code, signal }) =>
      this.end(`Its process has ended (${code === null ? signal : `code ${code}`}).`),
    );
  }

  /** Rejects with a `PluginRequestError`. `limit`: milliseconds. */
  ask(request: PluginRequest, limit: number): Promise<unknown> {
    if (this.#why !== null) return Promise.reject(goneError(this.#why));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const message = `It did not answer within ${limit} ms, so its process was ended.`;
        this.#waiting.delete(id);
        this.end(message);
        reject(new PluginRequestError('late', { message }));
      }, limit);
      const settled = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        resolve: (value) => {
          settled();
          resolve(value);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      try {
        this.#child.port.post({ ...request, id });
      } catch (cause) {
        // What cannot be copied.
        settled();
        const message = `It could not be told: ${cause instanceof Error ? cause.message : String(cause)}`;
        reject(new PluginRequestError('threw', { message }));
      }
    });
  }

  /** Kills the process; what waits for it is told why. */
  end(why: string): void {
    if (this.#why !== null) return;
    this.#why = why;
    this.#child.kill();
    this.#child.port.close();
    this.#onEnd(why);
    for (const { reject } of [...this.#waiting.values()]) reject(goneError(why));
  }

  #hear(message: unknown): void {
    const parsed = reply.safeParse(message);
    if (!parsed.success) return this.end('It sent something that is no answer, so its process was ended.');
    const { data } = parsed;
    const waiting = this.#waiting.get(data.id);
    if ('value' in data) waiting?.resolve(data.value);
    else waiting?.reject(new PluginRequestError('threw', data.failure));
  }
}

function goneError(message: string): PluginRequestError {
  return new PluginRequestError('gone', { message });
}
