import type { DriverName } from './types.ts';

/** The drivers' own names, and the seed's words for "what this runtime has". */
export const driverNames = [
  'better-sqlite3',
  'node:sqlite',
  'bun:sqlite',
] as const satisfies readonly DriverName[];
export const driverAliases = ['node', 'bun'] as const;

export type DriverChoice = DriverName | (typeof driverAliases)[number];
