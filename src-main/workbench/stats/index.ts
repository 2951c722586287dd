import type { ConnectionStats } from '../../engine/index.ts';
import { objectsOf } from '../catalog/index.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { runJob } from './file-jobs.ts';
import { measureSpace, walBytesOf } from './file-space.ts';
import { PoolSamples } from './pool-samples.ts';
import { privateMemory } from './private-memory.ts';

/** What the slice needs of the services. */
export type StatsServices = Pick<Services, 'manager' | 'openFiles' | 'restarts'>;

/** Characters of a statement that are shown. */
const MOST_STATEMENT = 1000;

/** The `stats` slice: the pool of connections, the space of files, and the engine process, in figures. */
export function createStats({ manager, openFiles, restarts }: StatsServices): Handlers<'stats'> {
  const samples = new PoolSamples(manager, () => openFiles.all().map(({ info }) => info.path));
  const pathOf = (file: string | undefined) =>
    file === undefined ? undefined : openFiles.get(file).info.path;
  const idOf = (path: string) => openFiles.all().find(({ info }) => info.path === path)?.info.id ?? null;

  return {
    async space({ file: id }, { signal }) {
      const file = openFiles.get(id);
      const { objects } = await objectsOf(file, { signal });
      return measureSpace(file, new Map(objects.map(({ name, kind }) => [name, kind])), signal);
    },
    job: ({ file, job }, { signal }) => runJob(openFiles.get(file), job, signal),
    async pool({ file }) {
      const path = pathOf(file);
      const { open, leased, idle, waiting, max, waitMean, waitP95, connections } = manager.getStats(path);
      const [walBytes, memory] = await Promise.all([
        path === undefined ? null : walBytesOf(path),
        Promise.all(connections.map(({ pid }) => privateMemory(pid))),
      ]);
      return {
        ...{ open, leased, idle, waiting, max, waitMean, waitP95, walBytes },
        connections: connections.map((connection, at) => ({
          ...shown(connection),
          file: idOf(connection.file),
          memoryBytes: memory[at] ?? null,
        })),
      };
    },
    async poolHistory({ file }) {
      const path = pathOf(file);
      const events = manager.events(path).map((event) => ({ ...event, file: idOf(event.file) }));
      return { samples: samples.of(path), events };
    },
    async check({ file, connection }) {
      const path = pathOf(file);
      await manager.checkHealth({
        ...(connection === undefined ? {} : { id: connection }),
        ...(path === undefined ? {} : { file: path }),
      });
      return null;
    },
    recycle: async ({ connection }) => ({ isFound: await manager.recycle(connection) }),
    kill: async ({ connection }) => ({ isFound: manager.kill(connection) }),
    closeIdle: async ({ file }) => ({ closed: await manager.closeIdle(pathOf(file)) }),
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

/** As the contract has it: paths stay in the engine. */
function shown({ id, role, pid, state, holder, uses, createdAt, lastUsedAt, ...rest }: ConnectionStats) {
  const { heldSince, health, statement, statementSince } = rest;
  return {
    ...{ id, role, pid, state, holder, uses, createdAt, lastUsedAt, heldSince, health, statementSince },
    statement: statement?.slice(0, MOST_STATEMENT) ?? null,
  };
}
