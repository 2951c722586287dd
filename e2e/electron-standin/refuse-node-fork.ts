import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/** Makes `child_process.fork` throw, as it fails in an Electron whose RunAsNode fuse is off. */
export function refuseNodeFork(): void {
  childProcess.fork = () => {
    throw new Error(
      '[electron-standin] child_process.fork needs the RunAsNode fuse, which is off: use utilityProcess.fork in main.',
    );
  };
  syncBuiltinESMExports();
}
