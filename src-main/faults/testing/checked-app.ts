import { type RunningApp, type StartAppOptions, startApp } from '../../testing/start-app.ts';

/** Whether the long forms of the fault tests run: `npm run test:faults`. */
export const isLong = process.env.CAIRN_FAULTS === 'long';

/** Starts the app so that each of its answers is compared with the contract; one that does not fit is INTERNAL. */
export async function startCheckedApp(options?: StartAppOptions): Promise<RunningApp> {
  process.env.CAIRN_CHECK_OUTPUTS = '1';
  return await startApp(options);
}

/** The engine that runs now. Throws when none does. */
export function enginePid(app: RunningApp): number {
  if (app.host.pid === undefined) throw new Error('No engine runs.');
  return app.host.pid;
}
