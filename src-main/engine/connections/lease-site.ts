/** One frame of a stack. */
export interface LeaseSiteFrame {
  /** The function's name; null for code outside of any. */
  readonly caller: string | null;
  /** Path or URL. */
  readonly file: string;
  readonly line: number;
}

/** Frames that are looked through for those outside of the engine (a transaction has 13 inside), and how many are told. */
const CAPTURED = 16;
const TOLD = 5;

/** The engine's own folder with a slash; null where the engine was bundled together with those who use it. */
const ENGINE = /^(.*\/)connections\/lease-site\.[cm]?[jt]s$/.exec(import.meta.url)?.[1] ?? null;
/** `at name (file:line:column)`, `at async name (...)` and `at file:line:column`. */
const FRAME = /^\s*at (?:async )?(?:(?<caller>[^()]*?) \()?(?<file>[^()]+?):(?<line>\d+):\d+\)?$/;

/**
 * Where a lease was asked for. Made with each lease, so the stack is only captured; whoever reads it pays for putting it
 * into words.
 */
export class LeaseSite {
  readonly #trace: { readonly stack?: string } = {};
  #frames: readonly LeaseSiteFrame[] | undefined;

  /** `above`: the function at whose caller the stack begins. */
  constructor(above: (...args: never[]) => unknown) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = CAPTURED;
    Error.captureStackTrace(this.#trace, above);
    Error.stackTraceLimit = limit;
  }

  /** The nearest frames outside of the engine and of the runtime, the caller first. */
  get frames(): readonly LeaseSiteFrame[] {
    this.#frames ??= framesOf(this.#trace.stack ?? '', ENGINE).slice(0, TOLD);
    return this.#frames;
  }
}

/** The frames of a stack that are not in the folder `engine`, nor in the runtime itself. */
export function framesOf(stack: string, engine: string | null): readonly LeaseSiteFrame[] {
  const enginePath = engine?.replace(/^file:\/\//, '') ?? null;
  return stack.split('\n').flatMap((text) => {
    const { caller, file, line } = FRAME.exec(text)?.groups ?? {};
    if (file === undefined || file === 'native' || file.startsWith('node:')) return [];
    if (engine !== null && enginePath !== null && (file.startsWith(engine) || file.startsWith(enginePath)))
      return [];
    // Of a function called as a part of its module V8 says so.
    return [{ caller: caller?.replace(/^(?:Module|Object)\./, '') ?? null, file, line: Number(line) }];
  });
}
