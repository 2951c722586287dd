import { Binary, Braces, Image } from 'lucide-react';
import { Fragment, memo } from 'react';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import { Chip } from '../../ui/chip.tsx';
import { formatByteSize } from './byte-size.ts';
import styles from './cell-value.module.css';
import { cellView } from './cell-view.ts';
import { findAll } from './find-all.ts';

export interface CellValueProps {
  readonly cell: Cell;
  /** Text to be marked. */
  readonly marked?: MarkedText | null;
}

export interface MarkedText {
  readonly text: string;
  readonly matchCase: boolean;
}

/** Longer lines are cut by the width of any column; the rest would only cost layout. */
const MAX_SHOWN = 600;

/** A cell as it is shown in one line. */
export const CellValue = memo(function CellValue({ cell, marked = null }: CellValueProps) {
  const view = cellView(cell);
  switch (view.look) {
    case 'nothing':
      return view.text === '' ? null : <span className={styles.nothing}>{view.text}</span>;
    case 'number':
    case 'boolean':
      return <Marked text={view.text} marked={marked} />;
    case 'text':
      if (view.text === '' && view.isCut) return <Chip>text, {formatByteSize(view.byteLength ?? 0)}</Chip>;
      return <Line text={view.text} isCut={view.isCut} marked={marked} />;
    case 'bad-text':
      return (
        <span className={styles.bad} title="Not valid UTF-8">
          <Line text={view.text} isCut={false} marked={null} />
        </span>
      );
    case 'blob':
      return (
        <Chip icon={view.isImage ? <Image /> : <Binary />} title={view.kindName ?? undefined}>
          {view.text}
        </Chip>
      );
    case 'json': {
      const count = marked === null || view.json === null ? 0 : findAll(view.json, marked).length;
      return (
        <>
          <Chip icon={<Braces />}>{view.text}</Chip>
          {count > 0 && (
            <span className={styles.matches}>{count === 1 ? '1 match' : `${count} matches`}</span>
          )}
        </>
      );
    }
  }
});

interface LineProps {
  readonly text: string;
  readonly isCut: boolean;
  readonly marked: MarkedText | null;
}

function Line({ text, isCut, marked }: LineProps) {
  const shown = text.length > MAX_SHOWN ? text.slice(0, MAX_SHOWN) : text;
  const lines = shown.split(/\r\n|\r|\n/);
  return (
    <>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place.
        <Fragment key={index}>
          {index > 0 && <span className={styles.break}>↵</span>}
          <Marked text={line.replaceAll('\0', '␀')} marked={marked} />
        </Fragment>
      ))}
      {(isCut || shown.length < text.length) && <span className={styles.break}>…</span>}
    </>
  );
}

function Marked({ text, marked }: { readonly text: string; readonly marked: MarkedText | null }) {
  if (marked === null || marked.text === '') return text;
  const places = findAll(text, marked);
  if (places.length === 0) return text;
  const parts: React.ReactNode[] = [];
  let from = 0;
  for (const { start, end } of places) {
    // Two parts of one character, such as both s of ß, are one mark.
    if (start < from) continue;
    parts.push(text.slice(from, start));
    from = end;
    parts.push(
      <mark key={start} className={styles.mark}>
        {text.slice(start, end)}
      </mark>,
    );
  }
  parts.push(text.slice(from));
  return parts;
}
