import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFacts } from '../services.ts';
import { sampleMissing } from './open-errors.ts';

const SAMPLE = 'music-store.sqlite';

/** The path of the private copy of the bundled sample, made if there is none yet. Throws FILE_MISSING. */
export async function ensureSample({
  dataFolder,
  resourcesFolder,
}: Pick<RunFacts, 'dataFolder' | 'resourcesFolder'>): Promise<string> {
  const folder = join(dataFolder, 'sample');
  const path = join(folder, SAMPLE);
  const isThere = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (isThere) return path;
  const temporary = `${path}.${process.pid}.tmp`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await copyFile(join(resourcesFolder, SAMPLE), temporary);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw sampleMissing(cause);
  }
  return path;
}
