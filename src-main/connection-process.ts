import { serveConnection } from './engine/index.ts';
import { operations } from './operations/index.ts';
import { enterChildProcess } from './ports/own-process.ts';

/** Entry: one SQLite connection and the operations that run beside it. Ends when its port does. */
const { parent } = await enterChildProcess(import.meta.url);
await serveConnection(parent, operations);
process.exit(0);
