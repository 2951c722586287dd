import { servePlugin } from './plugin-host/serve-plugin.ts';
import { enterChildProcess } from './ports/own-process.ts';

/** Entry: one plugin of the user's own. It has no database; what its hooks are told is copied. Ends when its port does. */
const { parent } = await enterChildProcess(import.meta.url);
await servePlugin(parent);
process.exit(0);
