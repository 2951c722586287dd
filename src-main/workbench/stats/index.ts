import type { ConnectionStats } from '../../engine/index.ts';
import { objectsOf } from '../catalog/index.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { runJob } from './file-jobs.ts';
import { measureSpace } from './file-space.ts';

/** What the slice needs of the services. */
export type StatsServices = Pick<Services, 'manager' | 'openFiles' | 'restarts'>;

/** The `stats` slice: the pool of connections and the engine process in figures. */
export function createStats({ manager, openFiles, restarts }: StatsServices): Handlers<'stats'> {
  return {
    async space({ file: id }, { signal }) {
      const file = openFiles.get(id);
      const { objects } = await objectsOf(file, { signal });
      return measureSpace(file, new Map(objects.map(({ name, kind }) => [name, kind])), signal);
    },
    job: ({ file, job }, { signal }) => runJob(openFiles.get(file), job, signal),
    async pool({ file }) {
      const { open, leased, idle, waiting, max, waitP95, connections } = manager.getStats(
        file === undefined ? undefined : openFiles.get(file).info.path,
      );
      return { open, leased, idle, waiting, max, waitP95, connections: connections.map(shown) };
    },
    async engine() {
      return {
        pid: process.pid,
        uptimeMilliseconds: process.uptime() * 1000,
        heapBytes: process.memoryUsage().heapUsed,
        restarts,
      };
    },
  };
}

/** Without what the contract does not have: paths and the text of statements stay in the engine. */
function shown(connection: ConnectionStats) {
  const { id, role, pid, state, holder, uses, createdAt, lastUsedAt } = connection;
  return { id, role, pid, state, holder, uses, createdAt, lastUsedAt };
}
