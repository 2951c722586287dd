import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { appearance } from '../../src-preload/contract/shell.ts';
import { writeWhole } from '../write-whole.ts';

const windowState = z.object({
  /** Of the window when it is neither maximized nor full screen, in device-independent pixels. */
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() }),
  isMaximized: z.boolean(),
  /** What the page showed last, so that the next window has its colours before it has its page. */
  ...appearance.shape,
});

/** What is remembered of the window that was changed last. */
export type WindowState = z.infer<typeof windowState>;

/** As much of it as is known: nothing at a first start. */
export type KnownWindowState = { readonly [K in keyof WindowState]?: WindowState[K] | undefined };

/** `window.json` in the data folder. */
export interface WindowStateFile {
  readonly state: KnownWindowState;
  /** Remembers; the file follows soon. */
  remember(changes: KnownWindowState): void;
  /** Writes what is not written yet. Resolves when everything is on the disk, or could not be written, which is only printed. */
  written(): Promise<void>;
}

/** Milliseconds. */
const REST = 300;

/** Reads the file. A damaged one is set aside, and the window opens as at a first start. Never rejects. */
export async function openWindowState(path: string): Promise<WindowStateFile> {
  let state = await read(path);
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing
      .then(() => writeWhole(path, `${JSON.stringify(state, null, 2)}\n`))
      .catch((error: unknown) => console.error('Where the window lies could not be written down:', error));
  };
  return {
    get state() {
      return state;
    },
    remember(changes) {
      state = { ...state, ...changes };
      // A window that is dragged tells of every step.
      timer ??= setTimeout(save, REST);
    },
    async written() {
      if (timer !== undefined) save();
      await writing;
    },
  };
}

async function read(path: string): Promise<KnownWindowState> {
  try {
    return windowState.partial().parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    const aside = `${path}.damaged-${Date.now()}`;
    const isAside = await rename(path, aside).then(
      () => true,
      () => false,
    );
    console.error(
      isAside ? `${path} was damaged and was set aside as ${aside}.` : `${path} could not be read.`,
    );
    return {};
  }
}
