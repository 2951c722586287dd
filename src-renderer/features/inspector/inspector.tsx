import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useState } from 'react';
import type { EditRow, EditRules } from '../../../src-preload/contract/edits.ts';
import { formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import { cellText, keyText } from '../../lib/cells/cell-text.ts';
import type { FocusedRow, InspectorView } from '../../lib/cells/focused-row.ts';
import { rowIdentity } from '../../lib/edits/row-identity.ts';
import { useFileEdits, useObjectEdits } from '../../lib/edits/use-edits.ts';
import { lazyPart } from '../../lib/lazy-part.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Note } from '../../ui/note.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { FormView } from './form-view.tsx';
import styles from './inspector.module.css';
import { JsonView, RelatedView, TreeView } from './inspector-parts.ts';
import { PartMenu } from './part-menu.tsx';
import { jsonColumns, wholeRowWords } from './row/json-columns.ts';
import { useRules } from './use-rules.ts';
import { useSchemaColumns } from './use-schema-columns.ts';

export type InspectorProps = FocusedRow;

const segments: readonly { readonly value: InspectorView; readonly label: string }[] = [
  { value: 'form', label: 'Form' },
  { value: 'tree', label: 'Tree' },
  { value: 'json', label: 'JSON' },
  { value: 'related', label: 'Related' },
];

/** What is needed to edit is loaded when the first row is looked at. */
const RowForm = lazyPart(() => import('./row/row-form.tsx').then((part) => part.RowForm));
const DocumentEditor = lazyPart(() =>
  import('./document/document-editor.tsx').then((part) => part.DocumentEditor),
);

/** Kept while Cairn runs: whoever looks at trees goes on looking at trees in the next table. */
let lastView: InspectorView | null = null;

/** The row with the cursor, in four views. */
export function Inspector(props: InspectorProps) {
  const { object, row, rowNumber, rowCount, isCountExact, view: info } = props;
  const isCollection = object.kind === 'collection' && info.columns.some(({ path }) => path !== null);
  const { wish, startView, onView } = props;
  const [view, setView] = useState(startView ?? lastView ?? (isCollection ? 'tree' : 'form'));
  // Before it is painted: the width of the pane depends on it.
  useLayoutEffect(() => {
    lastView = view;
    onView(view);
  }, [view, onView]);
  useEffect(() => {
    if (wish.serial > 0 && wish.view !== null) setView(wish.view);
  }, [wish]);
  const [summary, setSummary] = useState<string | null>(null);
  const noun = isCollection ? 'Document' : 'Row';
  const of = isCountExact ? formatCount(rowCount) : formatAbout(rowCount);
  const { rules, isLoading } = useRules(props);
  const schemaColumns = useSchemaColumns(props).filter((name) => hasValue(props, name));
  const [part, setPart] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish is followed once.
  useEffect(() => {
    if (wish.serial > 0) setPart(props.column);
  }, [wish]);
  // Rows without a key are shown, and nothing of them can be named to be edited.
  const isNamed = row !== null && info.keyKind !== 'position';
  const editRow: EditRow | null = props.editRow ?? (isNamed ? { key: [...row.key] } : null);
  const staged = useObjectEdits(useFileEdits(props.client, props.file.id), object.name);
  const json = jsonColumns(props, rules, editRow === null ? undefined : staged.of(editRow));
  const isWholeText = !isCollection && (view === 'tree' || view === 'json');
  const parts =
    isWholeText && editRow !== null ? [...new Set([...schemaColumns, ...json.held])] : schemaColumns;
  const shownPart = parts.find((name) => name === part) ?? null;
  const documentColumn = isCollection ? (rules?.documentColumn ?? null) : shownPart;
  function changeView(next: InspectorView): void {
    setView(next);
    // The cursor says what is meant, as with Enter in the grid.
    const isText = next === 'tree' || next === 'json';
    if (isText && props.column !== null && json.held.includes(props.column)) setPart(props.column);
  }
  const place = (
    <>
      <span className={styles.place} title={summary ?? undefined}>
        {summary ?? (rowCount > 0 && `${noun} ${formatCount(rowNumber + 1)} of ${of}`)}
      </span>
      <IconButton
        label={`Previous ${noun.toLowerCase()}`}
        disabled={rowNumber === 0}
        onClick={() => props.onStep(-1)}
      >
        <ChevronUp />
      </IconButton>
      <IconButton
        label={`Next ${noun.toLowerCase()}`}
        disabled={rowNumber >= rowCount - 1}
        onClick={() => props.onStep(1)}
      >
        <ChevronDown />
      </IconButton>
    </>
  );
  return (
    <section className={styles.pane} aria-label={`${noun} inspector`}>
      <header className={styles.head}>
        <h2 className={styles.title} title={titleOf(props, isCollection)}>
          {!isCollection && <span className={styles.name}>{object.name}</span>}
          {row !== null && info.keyKind !== 'position' && (
            <span className={isCollection ? styles.id : styles.key}>
              {isCollection ? idOf(props) : rowName(props)}
            </span>
          )}
        </h2>
        <SegmentedControl label="Inspector view" segments={segments} value={view} onChange={changeView} />
        <span className={styles.close}>
          <IconButton label="Close the inspector" size="small" onClick={props.onClose}>
            <X />
          </IconButton>
        </span>
      </header>
      {row !== null && parts.length > 0 && view !== 'related' && (
        <PartMenu columns={parts} value={shownPart} onChange={setPart} />
      )}
      {row === null ? (
        <>
          <EmptyState isFilling title={rowCount === 0 ? 'No row is selected' : 'Reading the row'} />
          <footer className={styles.foot}>{place}</footer>
        </>
      ) : documentColumn !== null && rules !== null && editRow !== null && view !== 'related' ? (
        <DocumentEditor.Part
          focused={props}
          row={editRow}
          id={isCollection ? idOf(props) : null}
          rules={rules}
          column={documentColumn}
          isWhole={isCollection}
          view={view}
          place={place}
        />
      ) : (
        <>
          {isWholeText && rules !== null && (
            <div className={styles.note}>
              <Note>{wholeRowWords(rules, json)}</Note>
            </div>
          )}
          {/* The form scrolls and may have no control, so the keyboard must reach it. */}
          <div className={styles.body} tabIndex={view === 'form' ? 0 : undefined}>
            {view === 'form' && (
              <RowView focused={props} row={editRow} rules={rules} isWaiting={isCollection && isLoading} />
            )}
            {view === 'tree' && <TreeView {...props} />}
            {view === 'json' && <JsonView {...props} />}
            {view === 'related' && <RelatedView {...props} onSummary={setSummary} />}
          </div>
          <footer className={styles.foot}>{place}</footer>
        </>
      )}
    </section>
  );
}

/** Whether a column has something that may be a document: in a new row it may be staged only. */
function hasValue({ view, row, editRow }: FocusedRow, name: string): boolean {
  const at = view.columns.findIndex((column) => column.name === name);
  if (at < 0) return false;
  const isNew = editRow !== undefined && 'inserted' in editRow;
  return isNew || (row?.cells[at] ?? null) !== null;
}

/** What the title says, for the tooltip: beside four views there is not always room for it. */
function titleOf(props: FocusedRow, isCollection: boolean): string {
  const { object, row, view } = props;
  if (row === null || view.keyKind === 'position') return object.name;
  return isCollection ? idOf(props) : `${object.name} ${rowName(props)}`;
}

/** A row by its key; a new one has none. */
function rowName({ row, editRow }: FocusedRow): string {
  return editRow !== undefined && 'inserted' in editRow ? 'new' : `#${keyText(row?.key ?? [])}`;
}

/** A document is known by the values of its primary key, which is seldom the rowid that its row is found by. */
function idOf({ row, view }: FocusedRow): string {
  const id = view.columns.flatMap((column, index) =>
    column.primaryKeyPosition > 0 ? [cellText(row?.cells[index] ?? null)] : [],
  );
  return id.length > 0 ? id.join(', ') : keyText(row?.key ?? []);
}

interface RowViewProps {
  readonly focused: FocusedRow;
  readonly row: EditRow | null;
  readonly rules: EditRules | null;
  /** What is drawn is known soon. */
  readonly isWaiting: boolean;
}

/** The form: to be edited where that can be done. */
function RowView({ focused, row, rules, isWaiting }: RowViewProps) {
  // A document has a form of its own, which is drawn as soon as the rules are there.
  if (isWaiting) return null;
  if (row === null || rules === null || rules.reason !== null) return <FormView {...focused} />;
  return <RowForm.Part key={rowIdentity(row)} focused={focused} row={row} rules={rules} />;
}
