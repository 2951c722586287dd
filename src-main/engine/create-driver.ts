import { type DriverWishes, detectDriver } from './driver-detector.ts';
import { openDriver } from './drivers/open-driver.ts';
import { DatabaseError, hasErrorCode, toDatabaseError } from './errors.ts';
import type { Driver, DriverOptions } from './types.ts';

/**
 * Opens a file with the first driver that can run here. What the file itself is to blame for is thrown as it is:
 * no other driver would fare better. Throws DRIVER_INIT_FAILED, telling what each driver said, when none can run.
 */
export function createDriver(
  options: DriverOptions,
  wishes: Pick<DriverWishes, 'driver'> = {},
  open: typeof openDriver = openDriver,
): Driver {
  const { recommendedDriver, fallbackDrivers, warnings } = detectDriver({
    ...wishes,
    filename: options.filename,
  });
  for (const warning of warnings) process.emitWarning(warning, { code: 'CAIRN_DRIVER' });
  const failures: unknown[] = [];
  for (const name of [recommendedDriver, ...fallbackDrivers]) {
    try {
      return open(name, options);
    } catch (error) {
      if (!hasErrorCode(error, 'DRIVER_CREATION_FAILED')) throw error;
      failures.push(error);
      process.emitWarning(error.message, { code: 'CAIRN_DRIVER' });
    }
  }
  throw noDriverError(options.filename, failures);
}

/** What to throw when no driver could run: what the only one said, or DRIVER_INIT_FAILED with what each said. */
export function noDriverError(filename: string, failures: readonly unknown[]): DatabaseError {
  const errors = failures.map((failure) => toDatabaseError(failure));
  if (errors.length === 1 && errors[0] !== undefined) return errors[0];
  const { environment } = detectDriver();
  return new DatabaseError(
    'DRIVER_INIT_FAILED',
    `No driver could open ${filename}: ${errors.map((error) => error.message).join(' ')} ` +
      `The runtime is ${environment.runtime} (confidence ${environment.confidence} %). Name a driver in the configuration, or install one.`,
    { cause: new AggregateError(errors) },
  );
}
