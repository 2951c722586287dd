/** Turns values that can be cloned into JSON text and back. */
export interface CloneText {
  /** Throws `An object could not be cloned.` for functions, symbols and the like, as Electron does. */
  write(value: unknown): string;
  read(text: string): unknown;
}

/**
 * Structured clone as text, for channels that carry only text. Keeps identity and cycles, `-0`, `NaN`, big integers,
 * dates, maps, sets, errors, buffers and views. Whole in itself: its own source also runs in pages.
 *
 * Every object is a node `[kind, ...]` in a list; a value is a plain JSON value, or `[index]` of a node, or
 * `{s: name}` for what JSON lacks.
 */
export function createCloneText(
  toBase64: (bytes: Uint8Array) => string,
  fromBase64: (text: string) => Uint8Array<ArrayBuffer>,
): CloneText {
  type Node = [string, ...unknown[]];
  const refuse = () => new Error('An object could not be cloned.');
  const VIEWS = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ];
  const viewsByName = new Map(VIEWS.map((view) => [view.name, view]));
  const ERRORS = [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError];
  const errorsByName = new Map(ERRORS.map((error) => [error.name, error]));
  const define = (target: object, key: string, value: unknown) =>
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });

  function write(root: unknown): string {
    const nodes: Node[] = [];
    const indexes = new Map<object, number>();

    const writeObject = (object: object, node: Node): void => {
      if (Array.isArray(object)) {
        node.push('array', object.length, entriesOf(object));
      } else if (object instanceof Date) node.push('date', object.getTime());
      else if (object instanceof RegExp) node.push('regexp', object.source, object.flags);
      else if (object instanceof Map)
        node.push(
          'map',
          [...object].map(([key, value]) => [writeValue(key), writeValue(value)]),
        );
      else if (object instanceof Set) node.push('set', [...object].map(writeValue));
      else if (object instanceof Error) {
        const name = errorsByName.has(object.name) ? object.name : 'Error';
        const cause = 'cause' in object ? [writeValue(object.cause)] : [];
        node.push('error', name, String(object.message), String(object.stack), cause);
      } else if (object instanceof ArrayBuffer) node.push('buffer', toBase64(new Uint8Array(object)));
      else if (ArrayBuffer.isView(object)) {
        const kind = VIEWS.find((view) => object instanceof view);
        if (kind === undefined) throw refuse();
        const bytes = new Uint8Array(object.buffer, object.byteOffset, object.byteLength);
        node.push('view', kind.name, toBase64(bytes));
      } else if (
        object instanceof Promise ||
        object instanceof WeakMap ||
        object instanceof WeakSet ||
        object instanceof WeakRef
      )
        throw refuse();
      else node.push('object', entriesOf(object));
    };

    const entriesOf = (object: object) =>
      Object.keys(object).map((key) => [key, writeValue(Reflect.get(object, key))]);

    const writeValue = (value: unknown): unknown => {
      if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
        return { n: Object.is(value, -0) ? '-0' : String(value) };
      }
      if (value === undefined) return { u: 1 };
      if (typeof value === 'bigint') return { b: String(value) };
      if (typeof value === 'function' || typeof value === 'symbol') throw refuse();
      if (typeof value !== 'object' || value === null) return value;
      let index = indexes.get(value);
      if (index === undefined) {
        index = nodes.length;
        indexes.set(value, index);
        const node = [] as unknown as Node;
        nodes.push(node);
        writeObject(value, node);
      }
      return [index];
    };

    return JSON.stringify([writeValue(root), nodes]);
  }

  function read(text: string): unknown {
    const [root, nodes] = JSON.parse(text) as [unknown, Node[]];
    const made: unknown[] = [];

    const readValue = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value)) return readNode(value[0] as number);
      const special = value as { n?: string; b?: string };
      if (special.n !== undefined) return Number(special.n);
      if (special.b !== undefined) return BigInt(special.b);
      return undefined;
    };

    const fill = (target: object, entries: unknown) => {
      for (const [key, value] of entries as [string, unknown][]) define(target, key, readValue(value));
      return target;
    };

    const readNode = (index: number): unknown => {
      if (index in made) return made[index];
      const [kind, first, second, third, fourth] = nodes[index] as Node;
      const keep = <T>(object: T): T => {
        made[index] = object;
        return object;
      };
      switch (kind) {
        case 'object':
          return fill(keep({}), first);
        case 'array':
          return fill(keep(new Array(first as number)), second);
        case 'date':
          return keep(new Date((first as number | null) ?? Number.NaN));
        case 'regexp':
          return keep(new RegExp(first as string, second as string));
        case 'map': {
          const map = keep(new Map());
          for (const [key, value] of first as [unknown, unknown][]) map.set(readValue(key), readValue(value));
          return map;
        }
        case 'set': {
          const set = keep(new Set());
          for (const value of first as unknown[]) set.add(readValue(value));
          return set;
        }
        case 'error': {
          const kindOfError = errorsByName.get(first as string) ?? Error;
          const error = keep(new kindOfError(second as string));
          error.stack = third as string;
          const cause = fourth as unknown[];
          if (cause.length > 0) error.cause = readValue(cause[0]);
          return error;
        }
        case 'buffer':
          return keep(fromBase64(first as string).slice().buffer);
        case 'view': {
          const view = (viewsByName.get(first as string) ?? Uint8Array) as new (
            buffer: ArrayBuffer,
          ) => object;
          return keep(new view(fromBase64(second as string).slice().buffer));
        }
        default:
          throw new Error(`No such kind of node: ${kind}`);
      }
    };

    return readValue(root);
  }

  return { write, read };
}
