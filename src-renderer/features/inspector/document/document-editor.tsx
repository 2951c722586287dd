import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import type { EditRow, EditRules } from '../../../../src-preload/contract/edits.ts';
import type { FocusedRow, InspectorView } from '../../../lib/cells/focused-row.ts';
import { insertDocument } from '../../../lib/documents/new-document.ts';
import { rowIdentity } from '../../../lib/edits/row-identity.ts';
import { useFileEdits, useObjectEdits } from '../../../lib/edits/use-edits.ts';
import { toFailure } from '../../../lib/failure.ts';
import { lazyPart } from '../../../lib/lazy-part.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import type { MenuEntry } from '../../../ui/menu-entry.ts';
import { PlainButton } from '../../../ui/plain-button.tsx';
import { showToast } from '../../../ui/toasts.ts';
import inspectorStyles from '../inspector.module.css';
import { DocumentCompare } from './document-compare.tsx';
import { isChanged } from './document-draft.ts';
import styles from './document-editor.module.css';
import { DocumentForm } from './document-form.tsx';
import { DocumentNotes } from './document-notes.tsx';
import { DocumentTree } from './document-tree.tsx';
import { placeProblems } from './place-problems.ts';
import { type CollectionSchema, useCollectionSchema } from './use-collection-schema.ts';
import { useDocumentSession } from './use-document-session.ts';
import { withoutId } from './without-id.ts';

export interface DocumentEditorProps {
  readonly focused: FocusedRow;
  readonly row: EditRow;
  readonly id: string | null;
  readonly rules: EditRules;
  readonly column: string;
  /** It is a document of a collection, and not only what stands in a column of a row. */
  readonly isWhole: boolean;
  readonly view: InspectorView;
  /** Where the row is, with the buttons for the rows around it. */
  readonly place: ReactNode;
}

/** The text editor is a large part of its own. */
const Json = lazyPart(() => import('./document-json.tsx').then(({ DocumentJson }) => DocumentJson));

/** A document in its three views over one draft. */
export function DocumentEditor({
  focused,
  row,
  id,
  rules,
  column,
  isWhole,
  view,
  place,
}: DocumentEditorProps) {
  const { client, file, object, revision } = focused;
  const edits = useFileEdits(client, file.id);
  const overlay = useObjectEdits(edits, object.name).of(row);
  const version = useMemo(() => ({ staged: overlay?.staged, revision }), [overlay?.staged, revision]);
  const where = { client, edits, object: object.name, row, column, isWhole, id };
  const { session, state } = useDocumentSession(where, version);
  const { stored: collection, schema } = useCollectionSchema(focused, isWhole ? null : column);
  const [isCompared, setCompared] = useState(false);
  const [wanted, setWanted] = useState<{ readonly place: string; readonly serial: number } | null>(null);
  const { draft, problems, stored } = state;
  const text = draft?.text ?? '';
  const placed = useMemo(() => placeProblems(text, problems), [text, problems]);
  const isTyped = draft !== null && draft.typed !== null;
  const isDirty = draft !== null && isChanged(draft);
  const isDeleted = overlay?.kind === 'delete';
  const isReadOnly = rules.reason !== null || isDeleted;

  const hasSchema = collection !== null;
  useEffect(() => session.setChecked(hasSchema), [session, hasSchema]);
  // A wish is for the document that it was made in.
  useEffect(() => {
    if (session !== null) setWanted(null);
  }, [session]);
  function next(): void {
    const places = [...placed.keys()].filter((one) => one !== '[]');
    const at = wanted === null ? -1 : places.indexOf(wanted.place);
    const found = places[(at + 1) % places.length];
    if (found !== undefined) setWanted({ place: found, serial: (wanted?.serial ?? 0) + 1 });
  }
  async function run(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (failed) {
      const { message, hint } = toFailure(failed);
      showToast({ title: message, ...(hint !== null && { description: hint }), kind: 'error' });
    }
  }
  const duplicate = () =>
    run(async () => {
      const copy = insertDocument(
        object.name,
        rules,
        crypto.randomUUID(),
        withoutId(text, collection?.primaryKey ?? '_id'),
      );
      await edits.stage([copy], `a copy of ${id ?? 'the document'}`);
      showToast({ title: 'A copy is staged', description: 'It stands at the end of the documents.' });
    });
  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const isMain = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    let isDone = false;
    if (event.key === 'F8' && placed.size > 0) {
      next();
      isDone = true;
    } else if (isMain && !event.altKey && key === 'z')
      isDone = event.shiftKey ? session.redo() : session.undo();
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  }
  if (draft === null) {
    return (
      <div className={styles.editor}>
        <DocumentNotes state={state} isReadOnly={isReadOnly} reason={rules.reason} count={0} onNext={next} />
        <div className={inspectorStyles.body} />
        <footer className={inspectorStyles.foot}>{place}</footer>
      </div>
    );
  }
  const shared = { session, schema, isReadOnly: isReadOnly || isTyped, wanted, problems: placed, text };
  const primaryKey = isWhole ? (collection?.primaryKey ?? '_id') : null;
  const words = schemaWords(collection, isWhole ? null : column);
  const entries: readonly MenuEntry[] = [
    { kind: 'heading', label: words },
    { label: 'Compare with the file', isDisabled: stored === null, onSelect: () => setCompared(true) },
    ...(isWhole
      ? [
          {
            label: 'Duplicate',
            isDisabled: rules.insertReason !== null || isTyped,
            onSelect: () => void duplicate(),
          },
        ]
      : []),
    { kind: 'separator' },
    {
      label: 'Undo',
      keys: 'Ctrl+Z',
      isDisabled: draft.undo.length === 0 && !isTyped,
      onSelect: session.undo,
    },
    { label: 'Redo', keys: 'Ctrl+Shift+Z', isDisabled: draft.redo.length === 0, onSelect: session.redo },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of what is inside.
    <div className={styles.editor} onKeyDown={press}>
      <DocumentNotes
        state={state}
        isReadOnly={isReadOnly}
        reason={isDeleted ? 'It is staged to be deleted.' : rules.reason}
        count={view === 'json' ? 0 : problems.length}
        onNext={next}
        staged={overlay?.problems ?? []}
      />
      {/* The form scrolls and may have no control, so the keyboard must reach it. */}
      <div className={inspectorStyles.body} tabIndex={view === 'form' ? 0 : undefined}>
        {isCompared ? (
          <DocumentCompare stored={stored ?? '{}'} text={text} onClose={() => setCompared(false)} />
        ) : view === 'form' ? (
          <DocumentForm {...shared} stored={stored} primaryKey={primaryKey} />
        ) : view === 'tree' ? (
          <DocumentTree {...shared} primaryKey={primaryKey} />
        ) : (
          <Json.Part key={rowIdentity(row)} session={session} state={state} isReadOnly={isReadOnly} />
        )}
      </div>
      <footer className={inspectorStyles.foot}>
        {isDirty ? (
          <>
            <span className={inspectorStyles.place}>
              <Menu
                trigger={
                  <PlainButton
                    className={styles.schema}
                    title={words}
                    aria-label={`${words}, document actions`}
                  >
                    {words}
                  </PlainButton>
                }
                entries={entries}
              />
            </span>
            <Button onClick={session.discard}>Discard</Button>
            <Button
              variant="primary"
              disabled={isTyped || problems.length > 0}
              onClick={() => void run(session.stage)}
            >
              Stage change
            </Button>
          </>
        ) : (
          <>
            {place}
            <Menu
              align="end"
              trigger={
                <IconButton label="Document actions" hasTooltip={false}>
                  <Ellipsis />
                </IconButton>
              }
              entries={entries}
            />
          </>
        )}
      </footer>
    </div>
  );
}

/** "Schema: orders v3", "Schema: readings.payload v1". */
function schemaWords(collection: CollectionSchema | null, column: string | null): string {
  if (collection === null) return 'No schema in the file';
  return `Schema: ${collection.name}${column === null ? '' : `.${column}`} v${collection.version}`;
}
