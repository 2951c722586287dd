import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups'];

/**
 * Why code cannot be run as a user whom file permissions bind; null if it can. As root no permission binds, so tests of
 * permissions need another user.
 */
export const nobodyIsMissing: string | null = findReason();

function findReason(): string | null {
  if (process.getuid?.() !== 0) return null;
  try {
    execFileSync('setpriv', [...NOBODY, process.execPath, '--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'setpriv cannot start Node as user 65534';
  }
}

/** Runs an exported async function of a module in a process of the user 65534 and gives its answer through JSON. */
export async function runAsNobody(module: URL, name: string, args: readonly unknown[]): Promise<unknown> {
  const code = `const m = await import(${JSON.stringify(module.href)});
    process.stdout.write(JSON.stringify(await m[${JSON.stringify(name)}](...${JSON.stringify(args)})));`;
  const node = [process.execPath, '--input-type=module', '--eval', code];
  const command = process.getuid?.() === 0 ? ['setpriv', ...NOBODY, ...node] : node;
  const { stdout } = await promisify(execFile)(command[0] ?? '', command.slice(1), { cwd: '/' });
  return JSON.parse(stdout);
}
