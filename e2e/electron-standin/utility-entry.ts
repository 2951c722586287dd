import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { MessagePortMain } from './message-ports.ts';
import { type CarriedMessage, PortCarrier } from './port-carrier.ts';
import { refuseNodeFork } from './refuse-node-fork.ts';
import { StrictEmitter } from './strict.ts';

/** Entry of every utility process: gives it `process.parentPort` and runs the app's own entry. */

class ParentPort extends StrictEmitter {
  readonly #carrier = new PortCarrier((message, socket) => {
    if (process.connected) process.send?.(message, socket, {}, () => {});
  });

  constructor() {
    super();
    const early: unknown[] = [];
    process.on('message', (message: CarriedMessage, handle: unknown) => {
      const event = this.#carrier.receive(message, handle);
      if (event === undefined) return;
      // What comes before the entry listens waits for it.
      if (this.listenerCount('message') === 0) early.push(event);
      else this.emit('message', event);
    });
    this.on('newListener', (name) => {
      if (name !== 'message') return;
      setImmediate(() => {
        for (const event of early.splice(0)) this.emit('message', event);
      });
    });
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#carrier.post(message, transfer);
  }
}

const [, , modulePath = ''] = process.argv;
process.argv.splice(1, 1);
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron' && !specifier.startsWith('electron/')) return next(specifier, context);
    return { url: new URL('./electron-in-utility.ts', import.meta.url).href, shortCircuit: true };
  },
});
// A process without its app has nothing to do. One that is stuck in a call does not hear this and is killed by main.
process.once('disconnect', () => process.exit(0));
refuseNodeFork();
Object.assign(process, { type: 'utility', parentPort: new ParentPort() });
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
await import(pathToFileURL(modulePath).href);
