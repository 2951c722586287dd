import { basename, join } from 'node:path';
import type { CodePlace } from '../../../src-preload/contract/index.ts';
import type { ConnectionStats } from '../../engine/index.ts';
import { objectsOf } from '../catalog/index.ts';
import { createDamageReports } from '../files/damage-reports.ts';
import { FileWriter } from '../files/file-writer.ts';
import { OpenedFile } from '../files/opened-file.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { runJob } from './file-jobs.ts';
import { measureSpace, walBytesOf } from './file-space.ts';
import { PoolSamples } from './pool-samples.ts';
import { privateMemory } from './private-memory.ts';
import { createReaderLimits } from './reader-limits.ts';
import { remembered } from './remembered.ts';
import { OldestWalReaders } from './wal-reader.ts';

/** What the slice needs of the services. */
export type StatsServices = Pick<Services, 'dataFolder' | 'emit' | 'manager' | 'openFiles' | 'restarts'>;

/** Characters of a statement that are shown. */
const MOST_STATEMENT = 1000;
/** Milliseconds in which the memory of a process, and who reads a WAL, are not looked up again. */
const MEMORY_AGE = 2000;
const WAL_AGE = 1000;
/** Through which everybody takes connections: where that was is above them. */
const THROUGH = [OpenedFile.name, FileWriter.name];

/** The `stats` slice: the pool of connections, the space of files, and the engine process, in figures. */
export function createStats(services: StatsServices): Handlers<'stats'> {
  const { dataFolder, emit, manager, openFiles, restarts } = services;
  const samples = new PoolSamples(manager, () => openFiles.all().map(({ info }) => info.path));
  const pathOf = (file: string | undefined) =>
    file === undefined ? undefined : openFiles.get(file).info.path;
  const limits = createReaderLimits(join(dataFolder, 'pool-limits.json'), manager);
  const reportDamage = createDamageReports([limits], emit);
  const memoryOf = remembered(MEMORY_AGE, privateMemory);
  const walReaders = new OldestWalReaders();
  const walOf = remembered(WAL_AGE, async (path: string) => {
    const bytes = await walBytesOf(path);
    const connections = manager.getStats(path).connections;
    return { bytes, reader: bytes === null ? null : await walReaders.of(path, connections) };
  });
  const idOf = (path: string) => openFiles.all().find(({ info }) => info.path === path)?.info.id ?? null;

  return {
    async space({ file: id }, { signal }) {
      const file = openFiles.get(id);
      const { objects } = await objectsOf(file, { signal });
      return measureSpace(file, new Map(objects.map(({ name, kind }) => [name, kind])), signal);
    },
    job: ({ file, job }, { signal }) => runJob(openFiles.get(file), job, signal),
    async pool({ file }, { client }) {
      const path = pathOf(file);
      const { connections, ...pool } = manager.getStats(path);
      const { open, leased, idle, waiting, max, maxReaders, waitMean, waitP95 } = pool;
      const [wal, memory] = await Promise.all([
        path === undefined ? null : walOf(path),
        Promise.all(connections.map(({ pid }) => memoryOf(pid))),
      ]);
      reportDamage(client);
      return {
        ...{ open, leased, idle, waiting, max, maxReaders, waitMean, waitP95 },
        walBytes: wal?.bytes ?? null,
        walReader: wal?.reader ?? null,
        lockWaits: pool.lockWaits,
        statements: pool.statements,
        connections: connections.map((connection, at) => ({
          ...shown(connection),
          file: idOf(connection.file),
          memoryBytes: memory[at] ?? null,
        })),
      };
    },
    async poolHistory({ file, after }) {
      const path = pathOf(file);
      const events = manager
        .events(path)
        .filter(({ id }) => after === undefined || id > after.event)
        .map((event) => ({ ...event, file: idOf(event.file) }));
      return { samples: samples.of(path, after?.sample), events };
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
    async setReaders({ file, readers }) {
      await limits.set(openFiles.get(file).info.path, readers);
      return null;
    },
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
  const { heldSince, takenIn, health, statement, statementSince, statements } = rest;
  return {
    ...{ id, role, pid, state, holder, uses, createdAt, lastUsedAt, heldSince, health, statementSince },
    statements,
    takenIn: placesOf(takenIn),
    statement: statement?.slice(0, MOST_STATEMENT) ?? null,
  };
}

/** The places above those through which everybody takes connections. */
function placesOf(frames: ConnectionStats['takenIn']): CodePlace[] {
  return frames
    .filter(({ caller }) => !THROUGH.some((name) => caller?.startsWith(`${name}.`)))
    .map(({ caller, file, line }) => ({ caller, file: basename(file), line }));
}
