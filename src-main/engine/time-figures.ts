export interface TimeFigures {
  readonly mean: number;
  /** 95 of 100 took at most as long (nearest rank). */
  readonly p95: number;
  readonly longest: number;
}

/** Figures of times, in their unit. Zeros where there are none. */
export function timeFigures(times: readonly number[]): TimeFigures {
  if (times.length === 0) return { mean: 0, p95: 0, longest: 0 };
  const sorted = [...times].sort((a, b) => a - b);
  return {
    mean: sorted.reduce((sum, time) => sum + time, 0) / sorted.length,
    p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0,
    longest: sorted.at(-1) ?? 0,
  };
}
