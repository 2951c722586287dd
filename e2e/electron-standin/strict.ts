import { EventEmitter } from 'node:events';

const PREFIX = '[electron-standin]';

/** What JavaScript itself, test runners and promises ask of any object. */
const ASKED_OF_ANYTHING = new Set(['then', 'toJSON', 'nodeType', 'inspect', 'domain', 'asymmetricMatch']);

/** An error that says what the stand-in lacks. */
export function notImplemented(what: string): Error {
  return new Error(`${PREFIX} ${what} is not implemented`);
}

const said = new Set<string>();

/** Prints one line, once, about something that is accepted and has no effect. */
export function notEnforced(what: string): void {
  if (said.has(what)) return;
  said.add(what);
  process.stderr.write(`${PREFIX} accepted, not enforced: ${what}\n`);
}

/** The end of a prototype chain at which whatever is not written down throws instead of being `undefined`. */
function strictEnd(base: object, nameOf: (receiver: object) => string): object {
  return new Proxy(Object.create(base) as object, {
    get(target, key, receiver: object) {
      const isKnown =
        typeof key === 'symbol' || key in target || key.startsWith('_') || ASKED_OF_ANYTHING.has(key);
      if (isKnown) return Reflect.get(target, key, receiver);
      throw notImplemented(`${nameOf(receiver)}.${key}`);
    },
  });
}

/** An event emitter whose missing members throw. Objects of a subclass are real objects, so `#private` works. */
export class StrictEmitter extends EventEmitter {}
Object.setPrototypeOf(
  StrictEmitter.prototype,
  strictEnd(EventEmitter.prototype, (receiver) => receiver.constructor.name),
);

/** Makes the missing members of a plain object throw. The object stays writable: specs replace its functions. */
export function strict<T extends object>(name: string, members: T): T {
  return Object.setPrototypeOf(
    members,
    strictEnd(Object.prototype, () => name),
  );
}

/** An event as Electron gives it to listeners, with whatever else belongs to it. */
export type StandinEvent<T extends object = object> = T & {
  defaultPrevented: boolean;
  preventDefault(): void;
};

/** Makes an event that can be prevented. */
export function createEvent<T extends object = object>(facts: T = {} as T): StandinEvent<T> {
  const event = {
    ...facts,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}
