import type { DriverChoice } from './driver-names.ts';
import { whyNoBetterSqlite3 } from './drivers/better-sqlite3-driver.ts';
import type { DriverName } from './types.ts';

/** What the engine runs in. */
export interface RuntimeEnvironment {
  readonly runtime: 'node' | 'electron' | 'bun' | 'deno' | 'unknown';
  readonly version: string | undefined;
  /** Percent: how sure the answer is. */
  readonly confidence: number;
}

export interface DriverDetectionResult {
  readonly environment: RuntimeEnvironment;
  readonly recommendedDriver: DriverName;
  /** Tried in this order when the recommended driver cannot run here. */
  readonly fallbackDrivers: readonly DriverName[];
  readonly warnings: readonly string[];
}

/** What `detectDriver` looks at in a configuration. */
export interface DriverWishes {
  readonly driver?: DriverChoice | undefined;
  readonly filename?: string | undefined;
}

type Versions = Readonly<Record<string, string | undefined>>;

/**
 * Chooses the drivers to try. A driver that is named in the configuration is the only one; `node` and `bun` name a
 * runtime and leave the choice among its drivers. Opens nothing and loads no native module.
 *
 * @param versions Those of the running process, unless told otherwise.
 */
export function detectDriver(
  wishes: DriverWishes = {},
  versions: Versions = process.versions,
): DriverDetectionResult {
  const environment = detectRuntime(versions);
  const { driver } = wishes;
  if (driver !== undefined && driver !== 'node' && driver !== 'bun') {
    return { environment, recommendedDriver: driver, fallbackDrivers: [], warnings: [] };
  }
  const warnings: string[] = [];
  if (environment.confidence < 100) {
    warnings.push(`The runtime looks like ${environment.runtime} (confidence ${environment.confidence} %).`);
  }
  const runtime = driver ?? (environment.runtime === 'bun' ? 'bun' : 'node');
  if (driver !== undefined && (driver === 'bun') !== (environment.runtime === 'bun')) {
    warnings.push(`The configuration asks for ${driver}, but the runtime is ${environment.runtime}.`);
  }
  const [recommendedDriver = 'node:sqlite', ...fallbackDrivers] = driversFor(
    runtime,
    wishes,
    versions,
    warnings,
  );
  return { environment, recommendedDriver, fallbackDrivers, warnings };
}

function driversFor(
  runtime: 'node' | 'bun',
  { filename }: DriverWishes,
  versions: Versions,
  warnings: string[],
): DriverName[] {
  const drivers: DriverName[] = ['better-sqlite3', 'node:sqlite'];
  const reason = whyNoBetterSqlite3(versions.napi);
  if (reason !== undefined) warnings.push(`${reason}; node:sqlite is used.`);
  // A name that better-sqlite3 would trim: it would open another file.
  if (reason !== undefined || (filename !== undefined && filename.trim() !== filename)) drivers.reverse();
  return runtime === 'bun' ? ['bun:sqlite', ...drivers] : drivers;
}

function detectRuntime(versions: Versions): RuntimeEnvironment {
  const { bun, deno, electron, node } = versions;
  if (bun !== undefined) return { runtime: 'bun', version: bun, confidence: 100 };
  if (deno !== undefined) return { runtime: 'deno', version: deno, confidence: 100 };
  if (electron !== undefined) return { runtime: 'electron', version: electron, confidence: 100 };
  // Others imitate Node's versions, but not its V8.
  if (node !== undefined)
    return { runtime: 'node', version: node, confidence: versions.v8 === undefined ? 60 : 100 };
  return { runtime: 'unknown', version: undefined, confidence: 0 };
}
