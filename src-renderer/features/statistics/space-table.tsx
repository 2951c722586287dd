import { ListOrdered } from 'lucide-react';
import { useState } from 'react';
import type { FileSpace, SpaceObject } from '../../../src-preload/contract/stats.ts';
import { countOf, formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { Card } from '../../ui/card.tsx';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { PlainCell } from '../../ui/plain-cell.tsx';
import { type PlainColumn, PlainTable } from '../../ui/plain-table.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { ShareBar } from '../../ui/share-bar.tsx';
import styles from './statistics.module.css';

export interface SpaceTableProps {
  readonly space: FileSpace;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

const COLUMNS: readonly PlainColumn[] = [
  { name: 'Name', width: '26%' },
  { name: 'Kind', width: '13%' },
  { name: 'Rows', width: '13%', isFigure: true },
  { name: 'Pages', width: '11%', isFigure: true },
  { name: 'Share of the file', width: 'auto' },
  { name: 'Fill', width: '9%', isFigure: true },
  { name: 'Size', width: '12%', isFigure: true },
];
/** Objects that are shown before the rest is asked for. */
const FIRST = 12;
/** Pages that are filled less are worth a VACUUM. */
const LOW_FILL = 0.7;

/** Every table and index by its size, the free pages last. */
export function SpaceTable({ space, chosen, onChoose }: SpaceTableProps) {
  const [withIndexes, setWithIndexes] = useState(true);
  const [isWhole, setWhole] = useState(false);
  const listed = space.objects.filter(({ kind }) => withIndexes || kind !== 'index');
  const shown = isWhole ? listed : listed.slice(0, FIRST);
  const rest = listed.slice(shown.length);
  const bytesOf = (objects: readonly SpaceObject[]) => objects.reduce((sum, { bytes }) => sum + bytes, 0);
  const pagesOf = (objects: readonly SpaceObject[]) => objects.reduce((sum, { pages }) => sum + pages, 0);
  return (
    <Card
      title="Objects by size"
      note={formatCount(listed.length)}
      actions={
        <SegmentedControl
          label="Objects that are shown"
          segments={[
            { value: 'all', label: 'Tables and indexes' },
            { value: 'tables', label: 'Tables' },
          ]}
          value={withIndexes ? 'all' : 'tables'}
          onChange={(value) => setWithIndexes(value === 'all')}
        />
      }
    >
      <PlainTable label="Objects by size" columns={COLUMNS} isLow minWidth={620}>
        {shown.map((object) => (
          <ObjectRow
            key={object.name}
            object={object}
            whole={space.bytes}
            isChosen={object.name === chosen}
            onChoose={onChoose}
          />
        ))}
        {rest.length > 0 && (
          <tr>
            <PlainCell isHead tone="quiet">
              {countOf(rest.length, 'other')}
            </PlainCell>
            <PlainCell>
              <PlainButton className={styles.more ?? ''} onClick={() => setWhole(true)}>
                Show
              </PlainButton>
            </PlainCell>
            <PlainCell />
            <PlainCell isFigure>{formatCount(pagesOf(rest))}</PlainCell>
            <PlainCell>
              <ShareBar label="The others" share={partOf(bytesOf(rest), space.bytes)} tone="plain" />
            </PlainCell>
            <PlainCell />
            <PlainCell isFigure>{formatByteSize(bytesOf(rest))}</PlainCell>
          </tr>
        )}
        <tr>
          <PlainCell isHead tone="quiet">
            free pages
          </PlainCell>
          <PlainCell />
          <PlainCell />
          <PlainCell isFigure>{formatCount(space.freePages)}</PlainCell>
          <PlainCell>
            <ShareBar label="Free pages" share={partOf(space.freePages, space.pages)} tone="plain" />
          </PlainCell>
          <PlainCell />
          <PlainCell isFigure>{formatByteSize(space.freePages * space.pageSize)}</PlainCell>
        </tr>
      </PlainTable>
    </Card>
  );
}

interface ObjectRowProps {
  readonly object: SpaceObject;
  /** Bytes of the file. */
  readonly whole: number;
  readonly isChosen: boolean;
  readonly onChoose: (name: string) => void;
}

function ObjectRow({ object, whole, isChosen, onChoose }: ObjectRowProps) {
  const { name, kind, rows, pages, bytes, usedBytes } = object;
  const fill = bytes === 0 ? 1 : usedBytes / bytes;
  return (
    <tr data-chosen={isChosen || undefined}>
      <PlainCell isHead>
        <PlainButton
          className={styles.name ?? ''}
          aria-pressed={isChosen}
          title={name}
          onClick={() => onChoose(name)}
        >
          {kind === 'index' ? <ListOrdered aria-hidden="true" /> : <ObjectIcon kind={kind} />}
          <span className={styles.nameText}>{name}</span>
        </PlainButton>
      </PlainCell>
      <PlainCell tone="quiet">{kind}</PlainCell>
      <PlainCell isFigure>{rows === null ? '' : formatCount(rows)}</PlainCell>
      <PlainCell isFigure>{formatCount(pages)}</PlainCell>
      <PlainCell>
        <ShareBar label={name} share={partOf(bytes, whole)} tone="plain" />
      </PlainCell>
      <PlainCell isFigure tone={fill < LOW_FILL ? 'warning' : undefined}>
        {Math.round(fill * 100)}%
      </PlainCell>
      <PlainCell isFigure>{formatByteSize(bytes)}</PlainCell>
    </tr>
  );
}

function partOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
