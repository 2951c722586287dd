/** One number that a bench reports, and what it has to be at most, or at least. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** The largest value that is good enough, or the smallest where more is better. */
  readonly target: number;
  /** More is better: how many times as fast something is, for instance. */
  readonly isLeast?: boolean | undefined;
}

/** A number beside a result: a contender, or the absolute times of a ratio. */
export interface Beside {
  readonly name: string;
  readonly measured: number;
  readonly unit: string;
}

export interface Result {
  readonly name: string;
  /** null: it could not be measured; `note` says why. */
  readonly measured: number | null;
  readonly unit: string;
  readonly target: number;
  readonly isLeast?: boolean | undefined;
  readonly met: boolean;
  /** How often each contender ran. */
  readonly runs: number;
  readonly beside?: readonly Beside[] | undefined;
  readonly note?: string | undefined;
}

/** What a part hands over for one of its measures. */
export interface Finding {
  readonly measured: number;
  readonly runs: number;
  readonly beside?: readonly Beside[] | undefined;
  readonly note?: string | undefined;
}

/** A part of a bench; it fails on its own. Each of its measures has to be recorded once. */
export interface Part<M extends Readonly<Record<string, Measure>> = Readonly<Record<string, Measure>>> {
  readonly name: string;
  readonly measures: M;
  run(record: (measure: keyof M & string, finding: Finding) => void): Promise<void>;
}

/** Gives a part its type: its measures are known by name inside `run`. */
export function part<M extends Readonly<Record<string, Measure>>>(definition: Part<M>): Part {
  return definition as unknown as Part;
}

/** Runs one part. Never rejects: what could not be measured is a result with the reason. */
export async function runPart(definition: Part, timeLimit: number): Promise<readonly Result[]> {
  const found = new Map<string, Finding>();
  let reason = 'the part ended without it';
  try {
    await within(
      timeLimit,
      definition.run((measure, finding) => void found.set(measure, finding)),
    );
  } catch (error) {
    // The first line says it; a table has no room for a log.
    [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  }
  return Object.entries(definition.measures).map(([key, measure]) =>
    toResult(measure, found.get(key), reason),
  );
}

function toResult(measure: Measure, finding: Finding | undefined, reason: string): Result {
  const isMeasured = finding !== undefined && Number.isFinite(finding.measured);
  if (!isMeasured)
    return { ...measure, measured: null, met: false, runs: 0, note: `not measured: ${reason}` };
  return {
    name: measure.name,
    measured: rounded(finding.measured),
    unit: measure.unit,
    target: measure.target,
    ...(measure.isLeast === undefined ? {} : { isLeast: measure.isLeast }),
    met: measure.isLeast ? finding.measured >= measure.target : finding.measured <= measure.target,
    runs: finding.runs,
    ...(finding.beside === undefined
      ? {}
      : { beside: finding.beside.map((other) => ({ ...other, measured: rounded(other.measured) })) }),
    ...(finding.note === undefined ? {} : { note: finding.note }),
  };
}

/** Four digits that count. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it was given up after ${Math.round(milliseconds / 1000)} s`)),
      milliseconds,
    );
  });
  try {
    await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
