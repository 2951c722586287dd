import { z } from 'zod';
import { method } from './method.ts';
import { filePath } from './names.ts';

/** What a shell can do. Code asks for a capability, never for the kind of shell. */
export const capabilities = z.strictObject({
  shell: z.enum(['browser', 'desktop']).describe('For display only.'),
  nativeDialogs: z.boolean(),
  revealInFolder: z.boolean(),
  nativeMenu: z.boolean(),
  windowControls: z.boolean(),
  reservedKeys: z.array(z.string()).describe('Keys that never reach the page, such as "Ctrl+T".'),
});

export const shell = {
  info: method(
    'Version, platform and capabilities of this shell, and the files named at its start.',
    z.strictObject({}),
    z.strictObject({
      version: z.string(),
      platform: z.enum(['linux', 'darwin', 'win32', 'other']),
      capabilities,
      filesAtStart: z
        .array(filePath)
        .describe(
          'Named on the command line. The page opens them, so that a failure has a place to be shown.',
        ),
    }),
  ),
  restartEngine: method(
    'Ends the engine process and starts a new one from the list of open files.',
    z.strictObject({}),
    z.null(),
  ),
} as const;

export type Capabilities = z.infer<typeof capabilities>;
