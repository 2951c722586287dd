import { ArrowUpRight } from 'lucide-react';
import { useState } from 'react';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { cellView } from '../../lib/cells/cell-view.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { jsonItemsOf } from '../../lib/cells/json-items.ts';
import { referencePlace } from '../../lib/cells/reference-place.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { BlobPreview } from './blob-preview.tsx';
import styles from './field-value.module.css';
import { storedNote } from './stored-note.ts';
import { useCellBytes } from './use-cell-bytes.ts';
import { useLabel } from './use-label.ts';

export interface FieldValueProps extends FocusedRow {
  readonly field: RowColumn;
  readonly cell: Cell;
}

const FULL_TEXT = 4 * 1_048_576;
const decoder = new TextDecoder();

/** One value of the form, with what there is to say about it below. */
export function FieldValue(props: FieldValueProps) {
  const { field, cell } = props;
  const view = cellView(cell);
  switch (view.look) {
    case 'nothing':
      return (
        <p className={`${styles.value} ${styles.nothing}`}>{view.text === '' ? 'no value' : view.text}</p>
      );
    case 'blob':
      return <BlobPreview {...props} byteLength={view.byteLength} kindName={view.kindName} />;
    case 'json':
      // A group of its own, or a text under its name: see JsonField.
      return null;
    case 'text':
      if (view.isCut) return <LongText {...props} preview={view.text} byteLength={view.byteLength ?? 0} />;
      return (
        <>
          <PlainValue {...props} text={view.text} />
          <StoredNote field={field} cell={cell} />
          {view.text === '' && <p className={styles.help}>empty text</p>}
          {view.text.includes('\0') && <p className={styles.help}>holds NUL characters, shown as ␀</p>}
        </>
      );
    case 'bad-text':
      return (
        <>
          <p className={`${styles.value} ${styles.area}`}>{view.text}</p>
          <p className={styles.help}>
            {formatByteSize(view.byteLength)}, not valid UTF-8: what is broken is shown as �
          </p>
          <BlobPreview {...props} byteLength={view.byteLength} kindName="bytes as stored" />
        </>
      );
    case 'number':
    case 'boolean':
      return (
        <>
          <PlainValue {...props} text={view.text} />
          <StoredNote field={field} cell={cell} />
        </>
      );
  }
}

function PlainValue(props: FieldValueProps & { readonly text: string }) {
  const { field, cell, text, onOpenObject } = props;
  const { references } = field;
  const label = useLabel(props);
  const isLong = text.length > 60 || text.includes('\n');
  const shown = text.replaceAll('\0', '␀');
  if (references === null) {
    return (
      <p
        className={classNames(
          styles.value,
          isLong && styles.area,
          field.primaryKeyPosition > 0 && styles.fixed,
        )}
      >
        {shown}
      </p>
    );
  }
  const canFollow = typeof cell !== 'object' || cell === null;
  return (
    <div className={styles.value}>
      <span>{shown}</span>
      <span className={styles.label}>{label}</span>
      <IconButton
        className={styles.follow}
        size="mini"
        label={`Open the row in ${references.table}`}
        disabled={!canFollow}
        onClick={() =>
          void referencePlace(props.client, props.view, props.row?.cells ?? [], field.name).then(
            (place) => place !== null && onOpenObject(place),
          )
        }
      >
        <ArrowUpRight />
      </IconButton>
    </div>
  );
}

/** Says when what is stored is of another type than what is declared. */
function StoredNote({ field, cell }: { readonly field: RowColumn; readonly cell: Cell }) {
  const note = storedNote(field, cell);
  return note === null ? null : <p className={styles.help}>{note}</p>;
}

function LongText(props: FieldValueProps & { readonly preview: string; readonly byteLength: number }) {
  const { field, preview, byteLength } = props;
  const loaded = useCellBytes(props, field.name);
  const [isOpen, setOpen] = useState(false);
  const text = loaded.bytes === null ? preview : decoder.decode(loaded.bytes);
  const items = loaded.bytes !== null && loaded.bytes.byteLength >= byteLength ? jsonItemsOf(text) : null;
  const isWhole = loaded.bytes !== null && loaded.bytes.byteLength >= loaded.byteLength;
  return (
    <>
      <p className={`${styles.value} ${styles.area} ${isOpen ? styles.tall : ''}`}>
        {text.replaceAll('\0', '␀')}
        {!isWhole && '…'}
      </p>
      <p className={styles.help}>
        {formatCount(byteLength)} bytes{items === null ? '' : ', valid JSON'}
        {!isWhole && (
          <Button
            size="small"
            variant="ghost"
            disabled={loaded.isLoading}
            onClick={() => {
              setOpen(true);
              loaded.load(FULL_TEXT);
            }}
          >
            {byteLength > FULL_TEXT ? 'Show the first 4 MB' : 'Show all'}
          </Button>
        )}
      </p>
      {loaded.error !== null && (
        <p role="alert" className={styles.help}>
          {loaded.error instanceof Error ? loaded.error.message : String(loaded.error)}
        </p>
      )}
    </>
  );
}
