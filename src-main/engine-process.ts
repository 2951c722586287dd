import { eventEnvelope } from '../src-preload/contract/envelope.ts';
import { type EventValue, encode, FrameKind, writeFrame } from '../src-preload/contract/index.ts';
import { ConnectionManager, createProcessConnector } from './engine/index.ts';
import type { FromEngine, ToEngine } from './host/engine-messages.ts';
import { enterChildProcess } from './ports/own-process.ts';
import type { ChildProcess, ProcessEntry } from './ports/port.ts';
import { createClients } from './workbench/clients.ts';
import { createDispatch, type Dispatch } from './workbench/dispatch.ts';
import { createEngine, type Engine } from './workbench/engine.ts';
import type { Emit } from './workbench/events.ts';
import type { RunFacts } from './workbench/services.ts';

/** Entry: the engine. Everything that is known about open files lives here; SQLite itself does not. */

const { parent, spawner } = await enterChildProcess(import.meta.url);
const clients = createClients();
const connector = createProcessConnector({ spawn: () => spawn('connection-process') });
/** So many statements of consoles and builds of views run at a time on a file; readers are beside them. */
const WORKERS = 4;
const manager = new ConnectionManager({ connector, workersPerFile: WORKERS });
let engine: Engine | undefined;
let dispatch: Dispatch | undefined;

parent.onMessage((message) => hear(message as ToEngine));
parent.onClose(() => void end());

function tell(message: FromEngine): void {
  parent.post(message);
}

function hear(message: ToEngine): void {
  switch (message.type) {
    case 'start':
      void start(message.facts, message.snapshot);
      break;
    case 'frame':
      dispatch?.receive(message.client, message.bytes);
      break;
    case 'gone':
      dispatch?.leave(message.client);
      clients.leave(message.client);
      break;
    case 'allow':
      engine?.openFiles.allowed.grant(message.paths);
      break;
    case 'allow-folders':
      engine?.openFiles.allowed.addRoots(message.folders);
      break;
    case 'ping':
      tell({ type: 'pong' });
      break;
  }
}

async function start(facts: RunFacts, snapshot: unknown): Promise<void> {
  connector.warm?.();
  const spawnPlugin = () => spawn('plugin-process');
  const started = createEngine({ ...facts, manager, emit, clients, spawnPlugin });
  engine = started;
  started.openFiles.onSnapshotChange(() => {
    tell({ type: 'snapshot', snapshot: started.openFiles.snapshot() });
  });
  await started.openFiles.restore(snapshot);
  dispatch = createDispatch({
    handlers: started.handlers,
    send: (client, bytes) => tell({ type: 'frame', client, bytes }),
    checksOutputs: process.env.CAIRN_CHECK_OUTPUTS === '1',
  });
  tell({ type: 'ready' });
}

const emit: Emit = (event, value, client) => {
  if (event === 'files.opened') {
    const { path, isSample } = value as EventValue<'files.opened'>;
    if (!isSample) tell({ type: 'opened', path });
  }
  const bytes = writeFrame(FrameKind.event, 0, eventEnvelope(event, encode(value)));
  tell({ type: 'frame', client, bytes });
};

/** The host learns of every process, so that it can end those that outlive a killed engine. */
async function spawn(entry: ProcessEntry): Promise<ChildProcess> {
  const child = await spawner.spawn(entry);
  tell({ type: 'process', pid: child.pid, runs: true });
  void child.exited.then(() => tell({ type: 'process', pid: child.pid, runs: false }));
  return child;
}

/** The shell asks for the end by closing the port; connections are closed in order, so that no side file is left. */
async function end(): Promise<void> {
  await engine?.dispose().catch(report);
  await manager.closeAll().catch(report);
  await connector.dispose?.()?.catch(report);
  process.exit(0);
}

function report(error: unknown): void {
  console.error('Ending the engine in order failed:', error);
}
