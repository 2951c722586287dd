import { withOpenedFile } from '../workbench/files/with-opened-file.ts';
import { errorOf, inspectObjects } from './inspect-objects.ts';
import type { InspectReport } from './inspect-report.ts';

export interface InspectOptions {
  /** Counts the rows of each object, which may read the whole file. */
  readonly counts?: boolean | undefined;
}

/** Says what a file holds, without changing anything on the disk. Never rejects for what is wrong with the file. */
export async function inspectFile(
  path: string,
  { counts = false }: InspectOptions = {},
): Promise<InspectReport> {
  try {
    return await withOpenedFile(path, { name: 'inspect', isReadOnly: true }, async (file) => {
      const objects = await inspectObjects(file, counts);
      const { journalMode, pageSize, encoding, driver } = file.info;
      return { file: path, ok: true, error: null, journalMode, pageSize, encoding, driver, objects };
    });
  } catch (error) {
    return {
      file: path,
      ok: false,
      error: errorOf(error),
      journalMode: null,
      pageSize: null,
      encoding: null,
      driver: null,
      objects: [],
    };
  }
}
