import { availableParallelism, cpus, release, totalmem } from 'node:os';
import type { Result } from './part.ts';

export interface BenchReport {
  readonly bench: string;
  readonly machine: string;
  readonly results: readonly Result[];
}

/** What ran the bench: absolute times mean nothing without it. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() || process.arch;
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${availableParallelism()} x ${model}, ${memory} GB, ${process.platform} ${release()}, Node ${process.versions.node}`;
}

/** The report as a table for people (Markdown, so that it can be put into a document as it is). */
export function formatTable({ bench, machine, results }: BenchReport): string {
  const lines = results.flatMap((result) => [
    `| ${result.name} | ${amount(result.measured, result.unit)} | ${result.isLeast ? '>=' : '<='} ${amount(result.target, result.unit)} | ${verdict(result)} | ${result.runs} |`,
    ...(result.beside ?? []).map(
      (other) => `| &nbsp;&nbsp;${other.name} | ${amount(other.measured, other.unit)} | | | |`,
    ),
    ...(result.note === undefined ? [] : [`| &nbsp;&nbsp;(${result.note}) | | | | |`]),
  ]);
  return [
    `${bench}: ${machine}`,
    '',
    '| what | measured | target | met | runs |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function verdict({ measured, met }: Result): string {
  return measured === null ? 'not measured' : met ? 'yes' : 'NO';
}

function amount(value: number | null, unit: string): string {
  return value === null ? '-' : unit === 'x' ? `${value}x` : `${value} ${unit}`;
}
