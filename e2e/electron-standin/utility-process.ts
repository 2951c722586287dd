import type { SendHandle } from 'node:child_process';
import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ForkOptions } from 'electron';
import type { MessagePortMain } from './message-ports.ts';
import { NODE_EXECUTABLE } from './node-executable.ts';
import { type CarriedMessage, PortCarrier } from './port-carrier.ts';
import { notEnforced, notImplemented, StrictEmitter, strict } from './strict.ts';

const ENTRY = fileURLToPath(new URL('./utility-entry.ts', import.meta.url));
const forkNode = fork;
const running = new Set<UtilityProcess>();

/** Ends every utility process: none outlives the app. */
export function killUtilityProcesses(): void {
  for (const child of running) child.end();
}

class UtilityProcess extends StrictEmitter {
  readonly #child: ChildProcess;
  readonly #carrier: PortCarrier;
  #isSpawned = false;
  #hasExited = false;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    for (const name of Object.keys(options)) {
      if (!KNOWN_OPTIONS.has(name)) throw notImplemented(`utilityProcess.fork: the option ${name}`);
    }
    if (options.serviceName !== undefined) notEnforced('utilityProcess.fork: serviceName');
    this.#child = forkNode(ENTRY, [modulePath, ...args], {
      execPath: NODE_EXECUTABLE,
      execArgv: ['--disable-warning=ExperimentalWarning', ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: stdioOf(options.stdio ?? 'inherit'),
      env: (options.env as NodeJS.ProcessEnv | undefined) ?? process.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    running.add(this);
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.#carrier = new PortCarrier((message, socket) => {
      if (this.#child.connected) this.#child.send(message, socket as SendHandle | undefined, () => {});
    });
    this.#child.on('error', (error) => console.error('[electron-standin] utility process:', error));
    this.#child.once('spawn', () => {
      this.#isSpawned = true;
      this.emit('spawn');
    });
    this.#child.on('message', (message, handle) => {
      const event = this.#carrier.receive(message as unknown as CarriedMessage, handle);
      if (event === undefined) return;
      if (event.ports.length > 0) throw notImplemented('ports from a utility process to main');
      this.emit('message', event.data);
    });
    this.#child.once('exit', (code, signal) => {
      this.#hasExited = true;
      running.delete(this);
      this.emit('exit', code ?? constants.signals[signal ?? 'SIGKILL']);
    });
  }

  get pid(): number | undefined {
    return this.#isSpawned && !this.#hasExited ? this.#child.pid : undefined;
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#carrier.post(message, transfer);
  }

  /** Asks the process to end, by SIGTERM. */
  kill(): boolean {
    return !this.#hasExited && this.#child.kill('SIGTERM');
  }

  /** Ends the process by force. */
  end(): void {
    this.#child.kill('SIGKILL');
  }
}

const KNOWN_OPTIONS = new Set(['env', 'execArgv', 'cwd', 'stdio', 'serviceName']);

function stdioOf(stdio: NonNullable<ForkOptions['stdio']>): StdioOptions {
  if (!Array.isArray(stdio)) {
    if (stdio !== 'pipe' && stdio !== 'ignore' && stdio !== 'inherit')
      throw notImplemented(`stdio: ${stdio}`);
    return ['ignore', stdio, stdio, 'ipc'];
  }
  if (stdio[0] !== 'ignore') throw new TypeError('stdin can only be ignored in a utility process');
  return [...stdio.slice(0, 3), 'ipc'] as StdioOptions;
}

/** Real processes of Node. Electron can be asked for them only once it is ready. */
export const utilityProcess = strict('utilityProcess', {
  fork(modulePath: string, args: readonly string[] | ForkOptions = [], options: ForkOptions = {}) {
    return Array.isArray(args)
      ? new UtilityProcess(modulePath, args as readonly string[], options)
      : new UtilityProcess(modulePath, [], args as ForkOptions);
  },
});
