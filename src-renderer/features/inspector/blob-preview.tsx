import { Binary, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { blobKindOf } from '../../lib/cells/blob-kind.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './blob-preview.module.css';
import { HexView } from './hex-view.tsx';
import { useCellBytes } from './use-cell-bytes.ts';

export interface BlobPreviewProps extends FocusedRow {
  readonly field: RowColumn;
  readonly byteLength: number;
  readonly kindName: string | null;
}

const MAX_SHOWN = 16 * 1_048_576;
const HEX_AT_FIRST = 65_536;
/** A picture that fits the small frame beside its name is not shown twice. */
const THUMB = 40;

/** A BLOB: its kind and size, the picture if it is one, its bytes in hex, and a way to save it. */
export function BlobPreview(props: BlobPreviewProps) {
  const { field, byteLength, kindName, row } = props;
  const loaded = useCellBytes(props, field.name);
  const [isHexOpen, setHexOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);
  const head = headOf(props);
  const kind = head === null ? null : blobKindOf(head);
  const isImage = kind?.imageType != null;
  const { load, bytes } = loaded;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is another value.
  useEffect(() => {
    setSize(null);
    setSaving(false);
    if (isImage && byteLength <= MAX_SHOWN) load(MAX_SHOWN);
    else if (isHexOpen) load(HEX_AT_FIRST);
  }, [isImage, byteLength, load, row?.key]);
  const url = useObjectUrl(
    isImage && bytes !== null && bytes.byteLength >= byteLength ? bytes : null,
    kind?.imageType,
  );

  const isWhole = bytes !== null && bytes.byteLength >= byteLength;
  const isLarger = size !== null && Math.max(size.width, size.height) > THUMB;

  // The bytes are fetched when they are first asked for, and saved as soon as they are all there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: saved once, when the last byte has come.
  useEffect(() => {
    if (!isSaving) return;
    if (isWhole) save();
    if (isWhole || loaded.error !== null) setSaving(false);
  }, [isSaving, isWhole, loaded.error]);

  function save(): void {
    if (bytes === null) return;
    const link = document.createElement('a');
    const address = URL.createObjectURL(new Blob([bytes]));
    link.href = address;
    link.download = `${field.name || 'value'}.${(kindName ?? 'bin').toLowerCase().replaceAll(/\W/g, '')}`;
    link.click();
    URL.revokeObjectURL(address);
  }
  return (
    <div className={styles.blob}>
      <div className={styles.head}>
        <span className={styles.thumb}>
          {url === null ? (
            <Binary aria-hidden="true" />
          ) : (
            <img
              src={url}
              alt={`${field.name}, preview`}
              onLoad={(event) =>
                setSize({
                  width: event.currentTarget.naturalWidth,
                  height: event.currentTarget.naturalHeight,
                })
              }
            />
          )}
        </span>
        <span className={styles.words}>
          {kindName ?? 'BLOB'}
          {size !== null && `, ${size.width} × ${size.height}`}
          <span className={styles.size}>{formatCount(byteLength)} bytes</span>
        </span>
        <IconButton
          label="Save to a file"
          disabled={!isWhole && byteLength > MAX_SHOWN}
          onClick={() => {
            if (!isWhole) load(MAX_SHOWN);
            setSaving(true);
          }}
        >
          <Download />
        </IconButton>
      </div>
      {url !== null && isLarger && (
        <img className={styles.picture} src={url} alt={`${field.name} of this row`} />
      )}
      {byteLength > 0 && (
        <Button
          size="small"
          variant="ghost"
          aria-expanded={isHexOpen}
          onClick={() => {
            if (!isHexOpen && bytes === null) load(HEX_AT_FIRST);
            setHexOpen(!isHexOpen);
          }}
        >
          {isHexOpen ? 'Hide the bytes' : 'Show the bytes'}
        </Button>
      )}
      {isHexOpen && <HexView bytes={bytes ?? head ?? new Uint8Array()} />}
      {isHexOpen && bytes !== null && !isWhole && bytes.byteLength < MAX_SHOWN && (
        <Button size="small" disabled={loaded.isLoading} onClick={() => load(MAX_SHOWN)}>
          {byteLength > MAX_SHOWN ? 'Show the first 16 MB' : 'Show all bytes'}
        </Button>
      )}
      {loaded.error !== null && (
        <p role="alert" className={styles.error}>
          {loaded.error instanceof Error ? loaded.error.message : String(loaded.error)}
        </p>
      )}
    </div>
  );
}

function headOf({ field, row, view }: BlobPreviewProps): Uint8Array | null {
  const cell = row?.cells[view.columns.indexOf(field)];
  const head = Array.isArray(cell) ? cell[2] : null;
  return head instanceof Uint8Array ? head : null;
}

function useObjectUrl(bytes: Uint8Array<ArrayBuffer> | null, type: string | null | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (bytes === null || type == null) {
      setUrl(null);
      return;
    }
    const next = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(next);
    return () => URL.revokeObjectURL(next);
  }, [bytes, type]);
  return url;
}
