import { z } from 'zod';
import { method } from './method.ts';
import { fileId } from './names.ts';

export const connectionStats = z.strictObject({
  id: z.string(),
  role: z.enum(['reader', 'worker', 'writer']),
  pid: z.int(),
  state: z.enum(['open', 'idle', 'leased', 'closing', 'failed']),
  holder: z.string().nullable(),
  uses: z.int(),
  createdAt: z.number(),
  lastUsedAt: z.number(),
});

export const stats = {
  pool: method(
    'The connections of one file, or of all files.',
    z.strictObject({ file: fileId.optional() }),
    z.strictObject({
      open: z.int(),
      leased: z.int(),
      idle: z.int(),
      waiting: z.int(),
      max: z.int(),
      waitP95: z.number().describe('Milliseconds.'),
      connections: z.array(connectionStats),
    }),
  ),
  engine: method(
    'The engine process: its id, uptime and private memory.',
    z.strictObject({}),
    z.strictObject({
      pid: z.int(),
      uptimeMilliseconds: z.number(),
      heapBytes: z.number(),
      restarts: z.int(),
    }),
  ),
} as const;

export type ConnectionStats = z.infer<typeof connectionStats>;
