import {
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** What a second start tells the first. */
export interface SecondStart {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

/**
 * One instance for one `userData` folder, between real processes: a lock file with the holder's process id, and a
 * folder into which later starts write what they have to say. A holder that was killed leaves a lock that the next
 * start takes over.
 */
export class SingleInstanceLock {
  readonly #lockFile: string;
  readonly #mailFolder: string;
  readonly #onSecond: (start: SecondStart) => void;
  #isHeld = false;

  constructor(userData: string, onSecond: (start: SecondStart) => void) {
    this.#lockFile = join(userData, 'standin-instance.lock');
    this.#mailFolder = join(userData, 'standin-instance-mail');
    this.#onSecond = onSecond;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Whether this process holds the lock from now on; if not, its holder is told of `start`. */
  request(start: SecondStart): boolean {
    if (this.#isHeld) return true;
    mkdirSync(this.#mailFolder, { recursive: true });
    if (!this.#take()) {
      this.#send(start);
      return false;
    }
    this.#isHeld = true;
    process.once('exit', () => this.release());
    watch(this.#mailFolder, { persistent: false }, () => this.#receive());
    return true;
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    rmSync(this.#lockFile, { force: true });
  }

  #take(): boolean {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        writeFileSync(openSync(this.#lockFile, 'wx'), String(process.pid));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        if (isAlive(Number(readFileSync(this.#lockFile, 'utf8')))) return false;
        rmSync(this.#lockFile, { force: true });
      }
    }
    return false;
  }

  #send(start: SecondStart): void {
    const path = join(this.#mailFolder, `${Date.now()}-${process.pid}`);
    writeFileSync(`${path}.part`, serialize(start));
    renameSync(`${path}.part`, `${path}.mail`);
  }

  #receive(): void {
    if (!this.#isHeld) return;
    for (const name of readdirSync(this.#mailFolder).sort()) {
      if (!name.endsWith('.mail')) continue;
      const path = join(this.#mailFolder, name);
      const start = deserialize(readFileSync(path)) as SecondStart;
      rmSync(path);
      this.#onSecond(start);
    }
  }
}

/** A lock file that is just being written has no process id yet: its writer lives. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
