import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import { useCommandHandlers } from '../../lib/commands/command-context.tsx';
import { hasEdits, stagedRows, stagedWords } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { StagedBar } from './staged-bar.tsx';
import { discard } from './staging-actions.ts';
import { useStagingCommands } from './use-staging-commands.ts';

export interface StagingProps {
  readonly edits: FileEdits;
  readonly fileName: string;
  /** Shows a staged row in its table. */
  readonly onShowRow: (object: string, row: EditRow) => void;
}

/** More changes are discarded only after a question. */
const ASK_ABOVE = 10;

/** The staged edits of the file that is shown: the bar, its commands and the question before much is discarded. */
export function Staging({ edits, fileName, onShowRow }: StagingProps) {
  const [isAsking, setAsking] = useState(false);
  const state = edits.state();
  function review(): void {
    const outcome = edits.outcome();
    const refused = outcome !== null && 'rows' in outcome ? outcome.rows[0] : undefined;
    if (refused !== undefined) return onShowRow(refused.object, refused.row);
    void firstStaged(edits).then((row) => row !== null && onShowRow(row.object, row.row));
  }
  function askOrDiscard(): void {
    if (state !== null && stagedRows(state.counts) + state.drafts > ASK_ABOVE) setAsking(true);
    else void discard(edits, null);
  }
  useCommandHandlers(useStagingCommands({ edits, onReview: review, onDiscard: askOrDiscard }));
  return (
    <>
      <StagedBar edits={edits} />
      {isAsking && hasEdits(state) && (
        <Dialog
          isOpen
          onClose={() => setAsking(false)}
          icon={<TriangleAlert />}
          title={`Discard ${stagedWords(state)}?`}
          description={`They are kept beside ${fileName} until they are committed or discarded. The file itself is not changed.`}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button
                variant="danger"
                onClick={() => {
                  setAsking(false);
                  void discard(edits, null);
                }}
              >
                Discard
              </Button>
            </>
          }
        />
      )}
    </>
  );
}

async function firstStaged(
  edits: FileEdits,
): Promise<{ readonly object: string; readonly row: EditRow } | null> {
  for await (const { rows } of edits.client.edits.list({ file: edits.file })) {
    const [first] = rows;
    if (first !== undefined) return first;
  }
  return null;
}
