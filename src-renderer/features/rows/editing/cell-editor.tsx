import { useEffect, useRef, useState } from 'react';
import type { EditorPlan } from './begin-edit.ts';
import { BlobEditor } from './blob-editor.tsx';
import { CellDraft } from './cell-draft.ts';
import type { EditContext } from './edit-context.ts';
import type { EditorProps, EditResult, Move } from './editor-props.ts';
import { LineEditor } from './line-editor.tsx';
import { ListEditor } from './list-editor.tsx';
import { LongEditor } from './long-editor.tsx';
import { ReferenceEditor } from './reference-editor.tsx';

export interface CellEditorProps {
  readonly context: EditContext;
  readonly plan: EditorPlan;
  readonly onDone: (plan: EditorPlan, result: EditResult, move: Move) => void;
  readonly onCancel: (plan: EditorPlan) => void;
  /** Another editor fits better, such as one of several lines. */
  readonly onPlan: (plan: EditorPlan) => void;
}

/** The editor of a cell, by what its column holds. It ends once, however many keys and clicks end it. */
export function CellEditor({ context, plan, onDone, onCancel, onPlan }: CellEditorProps) {
  const hasEnded = useRef(false);
  const [draft] = useState(() => new CellDraft(context, plan));
  useEffect(() => {
    draft.open();
    return () => draft.close();
  }, [draft]);
  const once = (end: () => void) => {
    if (hasEnded.current) return;
    hasEnded.current = true;
    draft.end();
    end();
  };
  const props: EditorProps = {
    context,
    plan,
    name: plan.target.shown.column.name,
    onType: (text) => draft.type(text),
    onDone: (result, move) => once(() => onDone(plan, result, move)),
    onCancel: () => once(() => onCancel(plan)),
    onLong: (text) => once(() => onPlan({ ...plan, kind: 'long', text, isCut: false })),
  };
  switch (plan.kind) {
    case 'line':
      return <LineEditor {...props} />;
    case 'list':
      return <ListEditor {...props} />;
    case 'reference':
      return <ReferenceEditor {...props} />;
    case 'long':
      return <LongEditor {...props} />;
    case 'blob':
      return <BlobEditor {...props} />;
  }
}
