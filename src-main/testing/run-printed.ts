import { vi } from 'vitest';

/** Runs a command of the command line in this process: its exit code, and what it printed. */
export async function runPrinted(
  command: () => Promise<number>,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const printed = { out: '', err: '' };
  const catchInto = (stream: NodeJS.WriteStream, key: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((...call: unknown[]) => {
      printed[key] += String(call[0]);
      const done = call.at(-1);
      if (typeof done === 'function') done();
      return true;
    });
  const spies = [catchInto(process.stdout, 'out'), catchInto(process.stderr, 'err')];
  try {
    const code = await command();
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
