/** One world's half of the context bridge. */
export interface WorldEnd {
  /** Puts a copy of `api` on the other world's `window`. */
  expose(key: string, api: unknown): void;
}

/**
 * One half of the context bridge: it runs in the page's world and in the preload's, as text. The halves talk by
 * events of the window that they share. Chromium clones the detail of such an event when it crosses worlds, at once;
 * functions and promises travel as numbers, so no object of one world is ever seen by the other.
 *
 * As in Electron: what is exposed is frozen, functions are proxies, errors keep their message and lose name and
 * code, prototypes are lost, nothing deeper than 1000 crosses.
 */
export function createWorldEnd(secret: string, own: string, other: string): WorldEnd {
  // The page can replace globals later, so everything is taken now.
  // biome-ignore lint/suspicious/noShadowRestrictedNames: they are those globals, from before the page ran.
  const { CustomEvent, Promise, Error, TypeError, Map, Set, Object, Array, ArrayBuffer, structuredClone } =
    globalThis;
  const dispatch = window.dispatchEvent.bind(window);
  const tagOf = Object.prototype.toString;
  const { keys, freeze, isFrozen, defineProperty } = Object;
  const isArray = Array.isArray;
  const isView = ArrayBuffer.isView;
  const DEEPEST = 1000;

  type Packed = { k: string; v?: unknown; id?: number; f?: number };
  interface Frame {
    value?: Packed;
    error?: string;
  }
  type Detail =
    | { op: 'call'; f: number; args: Packed[] }
    | { op: 'expose'; key: string; v: Packed }
    | { op: 'settle'; f: number; isOk: boolean; v: Packed }
    | { op: 'return'; value?: Packed; error?: string };

  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const numbers = new Map<object, number>();
  const promises = new Map<number, [(value: unknown) => void, (error: unknown) => void]>();
  const frames: Frame[] = [];
  let last = 0;

  const isError = (value: unknown) => tagOf.call(value) === '[object Error]' || value instanceof Error;
  const messageOf = (error: unknown) => {
    const message = (error as { message?: unknown } | null)?.message;
    return typeof message === 'string'
      ? message
      : 'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';
  };

  /** Whether one clone will do: no function, promise, error or symbol anywhere. */
  const isPlain = (value: unknown, seen: Set<unknown>, depth: number): boolean => {
    if (depth > DEEPEST) {
      throw new TypeError(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      );
    }
    if (typeof value === 'function' || typeof value === 'symbol') return false;
    if (value === null || typeof value !== 'object' || seen.has(value)) return true;
    if (value instanceof Promise || isError(value)) return false;
    seen.add(value);
    if (isView(value) || value instanceof ArrayBuffer) return true;
    const inner = isArray(value) ? value : keys(value).map((key) => Reflect.get(value, key));
    return inner.every((item) => isPlain(item, seen, depth + 1));
  };

  const pack = (value: unknown, depth = 0, seen = new Map<object, number>()): Packed => {
    if (isPlain(value, new Set(), depth)) {
      return { k: 'clone', v: value !== null && typeof value === 'object' ? structuredClone(value) : value };
    }
    if (typeof value === 'symbol') {
      throw new TypeError('[electron-standin] symbols across contextBridge is not implemented');
    }
    const object = value as object;
    const known = seen.get(object);
    if (known !== undefined) return { k: 'seen', id: known };
    const id = seen.size;
    seen.set(object, id);
    if (typeof object === 'function') return { k: 'function', f: numberOf(object), id };
    if (object instanceof Promise) return { k: 'promise', f: follow(object), id };
    if (isError(object)) return { k: 'error', v: messageOf(object), id };
    if (isArray(object)) return { k: 'array', v: object.map((item) => pack(item, depth + 1, seen)), id };
    return {
      k: 'object',
      v: keys(object).map((key) => [key, pack(Reflect.get(object, key), depth + 1, seen)]),
      id,
    };
  };

  const numberOf = (value: object): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(value, last);
    functions.set(last, value as (...args: unknown[]) => unknown);
    return last;
  };

  const follow = (promise: Promise<unknown>): number => {
    last += 1;
    const f = last;
    const settle = (isOk: boolean, value: unknown) => {
      let v: Packed;
      try {
        v = pack(value);
      } catch (error) {
        isOk = false;
        v = { k: 'error', v: messageOf(error), id: 0 };
      }
      tell({ op: 'settle', f, isOk, v });
    };
    promise.then(
      (value) => settle(true, value),
      (error) => settle(false, error),
    );
    return f;
  };

  const unpack = (packed: Packed, seen = new Map<number, unknown>()): unknown => {
    const keep = <T>(value: T): T => {
      seen.set(packed.id ?? -1, value);
      return value;
    };
    const f = packed.f ?? 0;
    switch (packed.k) {
      case 'seen':
        return seen.get(packed.id ?? -1);
      case 'function':
        return keep((...args: unknown[]) => ask({ op: 'call', f, args: args.map((item) => pack(item)) }));
      case 'promise':
        return keep(new Promise((resolve, reject) => promises.set(f, [resolve, reject])));
      case 'error':
        return keep(new Error(packed.v as string));
      case 'array': {
        const array: unknown[] = keep([]);
        for (const item of packed.v as Packed[]) array.push(unpack(item, seen));
        return array;
      }
      case 'object': {
        const object = keep({});
        for (const [key, item] of packed.v as [string, Packed][]) {
          const value = unpack(item, seen);
          defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
        }
        return object;
      }
      default:
        return packed.v;
    }
  };

  const tell = (detail: Detail) => void dispatch(new CustomEvent(secret + other, { detail }));

  const ask = (detail: Detail): unknown => {
    const frame: Frame = {};
    frames.push(frame);
    try {
      tell(detail);
    } finally {
      frames.pop();
    }
    if (frame.error !== undefined) throw new Error(frame.error);
    if (frame.value === undefined) throw new Error('[electron-standin] the other world did not answer');
    return unpack(frame.value);
  };

  const freezeAll = (value: unknown): unknown => {
    const canFreeze = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (!canFreeze || isView(value) || isFrozen(value)) return value;
    freeze(value);
    for (const key of keys(value as object)) freezeAll(Reflect.get(value as object, key));
    return value;
  };

  const perform = (detail: Detail): Packed => {
    if (detail.op === 'call') {
      const called = functions.get(detail.f);
      if (called === undefined) throw new Error('[electron-standin] no such function');
      return pack(called(...detail.args.map((item) => unpack(item))));
    }
    if (detail.op === 'expose') {
      if (detail.key in window) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      const value = freezeAll(unpack(detail.v));
      defineProperty(window, detail.key, { value, enumerable: true, writable: false, configurable: false });
    }
    return { k: 'clone', v: undefined };
  };

  const hear = (event: Event) => {
    event.stopImmediatePropagation();
    const detail = (event as CustomEvent<Detail>).detail;
    if (detail.op === 'return') {
      const frame = frames[frames.length - 1];
      if (frame !== undefined && detail.error !== undefined) frame.error = detail.error;
      else if (frame !== undefined && detail.value !== undefined) frame.value = detail.value;
      return;
    }
    if (detail.op === 'settle') {
      const settlers = promises.get(detail.f);
      promises.delete(detail.f);
      settlers?.[detail.isOk ? 0 : 1](unpack(detail.v));
      return;
    }
    try {
      tell({ op: 'return', value: perform(detail) });
    } catch (error) {
      tell({ op: 'return', error: messageOf(error) });
    }
  };
  window.addEventListener(secret + own, hear, true);

  return {
    expose: (key, api) => void ask({ op: 'expose', key, v: pack(api) }),
  };
}
