import { startApp } from '../../testing/start-app.ts';
import { browse } from './browse.ts';
import { openEdited, setStep } from './edited-file.ts';
import { outcomeOf } from './failures.ts';

/** What the app says of a file that it may not write. */
export interface Touched {
  readonly rows: readonly (readonly unknown[])[];
  readonly readMode: string;
  readonly readOnlyReason: string | null;
  /** Why nothing can be edited, as an editor asks before its first key. */
  readonly editReason: string | null;
  /** Codes of what the first edit, and a commit, end with. */
  readonly stage: string | null;
  readonly commit: string | null;
}

/**
 * Opens files of the table `t`, reads their rows and tries to edit them, through the bridge. To be run as a user whom
 * permissions bind, in a process of its own.
 */
export async function touchUnwritable(paths: readonly string[]): Promise<readonly Touched[]> {
  process.env.CAIRN_CHECK_OUTPUTS = '1';
  const app = await startApp();
  try {
    const touched: Touched[] = [];
    for (const path of paths) {
      const edited = await openEdited(app.client, path);
      const { file } = edited;
      const { rows } = await browse(app.client, file, 't');
      const rules = await app.client.edits.rules({ file, object: 't' });
      const [stage, commit] = [
        await outcomeOf(edited.stage(setStep('t', 1, 'v', 'mine'))),
        await outcomeOf(edited.commit()),
      ];
      const info = (await app.client.files.opened({})).find(({ id }) => id === file);
      touched.push({
        rows,
        readMode: info?.readMode ?? '',
        readOnlyReason: info?.readOnlyReason ?? null,
        editReason: rules.reason,
        stage: 'code' in stage ? stage.code : null,
        commit: 'code' in commit ? commit.code : null,
      });
      await app.client.files.close({ file });
    }
    return touched;
  } finally {
    await app.stop();
  }
}
