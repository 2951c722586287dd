import { commits as commitsContract } from '../../../../src-preload/contract/commits.ts';
import type { CommitResult, ConflictDecision } from '../../../../src-preload/contract/index.ts';
import { context, type EditsUnderTest, openEdits } from '../../edits/testing/open-edits.ts';
import type { Handlers } from '../../handlers.ts';
import { createCommits } from '../index.ts';

/** Staged edits of one file, and what writes them. */
export interface CommitsUnderTest extends EditsUnderTest {
  readonly commits: Handlers<'commits'>;
  commit(...decisions: ConflictDecision[]): Promise<CommitResult>;
  /** Rows by a connection of the test's own. */
  rows(sql: string): readonly (readonly unknown[])[];
}

export { context };

/** Opens a new file that `sql` fills, or one of an earlier run. */
export async function openCommits(from: Parameters<typeof openEdits>[0]): Promise<CommitsUnderTest> {
  const under = await openEdits(from);
  const commits = createCommits(under.services, under.staged);
  return {
    ...under,
    commits,
    async commit(...decisions) {
      const input = commitsContract.write.input.parse({ file: under.file, decisions });
      return commitsContract.write.output.parse(await commits.write(input, context));
    },
    rows: (sql) => under.writer.rowsSync(sql),
  };
}
