import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ConflictField, ConflictRow } from '../../../src-preload/contract/commits.ts';
import type { EditStep } from '../../../src-preload/contract/edits.ts';
import { attempt } from '../../lib/attempt.ts';
import { valueTitle } from '../../lib/changes/change-value.tsx';
import { editText, fieldRaw } from '../../lib/edits/edit-text.ts';
import { parseValue } from '../../lib/edits/parse-value.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './edit-mine.module.css';
import { useReviewTools } from './review-tools.ts';

export interface EditMineProps {
  readonly row: ConflictRow;
  readonly field: ConflictField;
  readonly label: string;
  readonly onClose: () => void;
}

/** Another value than either side has: it is staged, and taken. Esc leaves things as they are. */
export function EditMine({ row, field, label, onClose }: EditMineProps) {
  const { edits, commits, onShowRow } = useReviewTools();
  const start = editText(field.mine);
  const [text, setText] = useState(start ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const isElsewhere = start === null;
  useEffect(() => {
    // Long texts, blobs and documents have their own editors, beside their row.
    if (isElsewhere) {
      onShowRow(row.object, row.row, field.column);
      onClose();
    } else input.current?.select();
  }, [isElsewhere, onShowRow, onClose, row, field]);

  async function take(): Promise<void> {
    const step = stepOf();
    if (step === null) return;
    onClose();
    await attempt(async () => {
      await edits.stage([step]);
      commits.decide(row, field, 'mine');
    });
  }
  function stepOf(): EditStep | null {
    const { object, row: place } = row;
    const { column, path, mine } = field;
    if (path !== null && path.length > 0) {
      return { kind: 'field', object, row: place, column, path: [...path], raw: fieldRaw(text, mine, '') };
    }
    const rule = edits.rulesNow(object)?.columns.find((other) => other.column === column);
    const parsed = rule === undefined ? ({ ok: true, value: text } as const) : parseValue(text, rule, mine);
    if (parsed.ok) return { kind: 'set', object, row: place, column, value: parsed.value };
    setProblem(parsed.problem);
    return null;
  }
  function press(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === 'Enter') {
      event.preventDefault();
      void take();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  }
  if (isElsewhere) return null;
  return (
    <div className={styles.field} title={valueTitle(field.theirs)}>
      <TextField
        ref={input}
        label={`New value of ${label}`}
        isMono
        autoFocus
        value={text}
        onValueChange={setText}
        onKeyDown={press}
        help={problem === null ? 'Enter takes it, Esc leaves it.' : undefined}
        error={problem ?? undefined}
      />
    </div>
  );
}
