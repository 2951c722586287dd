import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContenderName } from './contenders.ts';
import { STORES_FOLDER } from './stores/installed.ts';
import type { TaskName } from './tasks.ts';

/** What the process of a contender is asked to do. */
export type Request =
  | { readonly kind: 'load'; readonly name: ContenderName }
  | {
      readonly kind: 'insert';
      readonly filename: string;
      readonly documents: number;
    }
  | {
      readonly kind: 'run';
      readonly task: TaskName;
      readonly first: number;
      readonly times: number;
      readonly documents: number;
    }
  | { readonly kind: 'memory' };

/** Milliseconds, of the clock and of the processor (all threads of the process), and statements prepared meanwhile. */
export interface Timing {
  readonly wall: number;
  readonly cpu: number;
  readonly prepared: number;
}

export type TaskTiming = Timing & { readonly digests: readonly string[] };

export interface ContenderOptions {
  readonly name: ContenderName;
  /** Where its file is put. */
  readonly folder: string;
  /** Where the other stores are installed, if they are. */
  readonly stores: string | undefined;
  readonly documents: number;
}

const ENTRY = fileURLToPath(new URL('./contender-process.ts', import.meta.url));

/** A store in a process of its own. */
export class Contender {
  readonly name: ContenderName;
  readonly documents: number;
  readonly #child: ChildProcess;
  readonly #filename: string;
  #last: Promise<unknown> = Promise.resolve();

  private constructor({ name, folder, stores, documents }: ContenderOptions) {
    this.name = name;
    this.documents = documents;
    this.#filename = join(folder, `${name}.db`);
    this.#child = fork(ENTRY, [], {
      serialization: 'advanced',
      execArgv: ['--expose-gc', ...profiling(name, folder)],
      env: { ...process.env, ...(stores === undefined ? {} : { [STORES_FOLDER]: stores }) },
    });
  }

  /** Starts the process and loads the store's code. */
  static async start(options: ContenderOptions): Promise<Contender> {
    const contender = new Contender(options);
    await contender.#ask<undefined>({ kind: 'load', name: options.name });
    return contender;
  }

  insert(): Promise<Timing> {
    return this.#ask({ kind: 'insert', filename: this.#filename, documents: this.documents });
  }

  run(task: TaskName, first: number, times: number): Promise<TaskTiming> {
    return this.#ask({ kind: 'run', task, first, times, documents: this.documents });
  }

  /** The most memory that the process has had so far, in MB. */
  peakMemory(): Promise<number> {
    return this.#ask({ kind: 'memory' });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await ended;
  }

  /** One question at a time: what a part that was given up has asked is answered first. */
  #ask<T>(request: Request): Promise<T> {
    const answer = this.#last.then(() => this.#askNow<T>(request));
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #askNow<T>(request: Request): Promise<T> {
    const child = this.#child;
    return await new Promise<T>((resolve, reject) => {
      const onExit = () => reject(new Error(`the process of ${this.name} has ended`));
      child.once('exit', onExit);
      child.once('message', (reply: { readonly value: T } | { readonly error: string }) => {
        child.off('exit', onExit);
        if ('error' in reply) reject(new Error(`${this.name}: ${reply.error}`));
        else resolve(reply.value);
      });
      child.send(request);
    });
  }
}

/** CAIRN_BENCH_PROFILE=sync,raw: profiles of these are put beside their files. */
function profiling(name: ContenderName, folder: string): string[] {
  const wanted = process.env.CAIRN_BENCH_PROFILE?.split(',') ?? [];
  return wanted.includes(name)
    ? ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`]
    : [];
}
