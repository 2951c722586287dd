import type { Client } from '../../../src-preload/client.ts';
import type { CommitResult, EditStep, StagedRow } from '../../../src-preload/contract/index.ts';
import { stagedRows } from './editing-script.ts';

/** A file with edits, through the bridge. */
export interface EditedFile {
  readonly file: string;
  stage(...steps: EditStep[]): Promise<void>;
  commit(): Promise<CommitResult>;
  staged(): Promise<StagedRow[]>;
}

/** Opens a file and gives what a page does with its edits. */
export async function openEdited(client: Client, path: string): Promise<EditedFile> {
  const { id: file } = await client.files.open({ path });
  return {
    file,
    async stage(...steps) {
      await client.edits.stage({ file, steps });
    },
    commit: () => client.commits.write({ file }),
    staged: () => stagedRows(client, file),
  };
}

/** A step that sets a value of an existing row. */
export function setStep(object: string, key: number, column: string, value: string | number): EditStep {
  return { kind: 'set', object, row: { key: [key] }, column, value };
}
