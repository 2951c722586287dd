import { ListOrdered } from 'lucide-react';
import { useState } from 'react';
import type { FileSpace, SpaceObject } from '../../../src-preload/contract/stats.ts';
import { formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { Card } from '../../ui/card.tsx';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import styles from './statistics.module.css';

export interface SpaceTableProps {
  readonly space: FileSpace;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

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
      <table className={styles.table} aria-label="Objects by size">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col" className={styles.figure}>
              Pages
            </th>
            <th scope="col">Share of the file</th>
            <th scope="col" className={styles.figure}>
              Fill
            </th>
            <th scope="col" className={styles.figure}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((object) => {
            const { name, kind, pages, bytes, usedBytes } = object;
            const fill = bytes === 0 ? 1 : usedBytes / bytes;
            return (
              <tr key={name} className={name === chosen ? styles.chosen : undefined}>
                <th scope="row">
                  <PlainButton
                    className={styles.name ?? ''}
                    aria-pressed={name === chosen}
                    title={name}
                    onClick={() => onChoose(name)}
                  >
                    {kind === 'index' ? <ListOrdered aria-hidden="true" /> : <ObjectIcon kind={kind} />}
                    <span className={styles.nameText}>{name}</span>
                  </PlainButton>
                </th>
                <td className={styles.quiet}>{kind}</td>
                <td className={styles.figure}>{formatCount(pages)}</td>
                <td>
                  <Share part={bytes} whole={space.bytes} />
                </td>
                <td className={classNames(styles.figure, fill < LOW_FILL && styles.low)}>
                  {Math.round(fill * 100)}%
                </td>
                <td className={styles.figure}>{formatByteSize(bytes)}</td>
              </tr>
            );
          })}
          {rest.length > 0 && (
            <tr>
              <th scope="row" className={styles.quiet}>
                {formatCount(rest.length)} others
              </th>
              <td>
                <PlainButton className={styles.more ?? ''} onClick={() => setWhole(true)}>
                  Show
                </PlainButton>
              </td>
              <td className={styles.figure}>{formatCount(pagesOf(rest))}</td>
              <td />
              <td />
              <td className={styles.figure}>{formatByteSize(bytesOf(rest))}</td>
            </tr>
          )}
          <tr>
            <th scope="row" className={styles.quiet}>
              free pages
            </th>
            <td />
            <td className={styles.figure}>{formatCount(space.freePages)}</td>
            <td>
              <Share part={space.freePages} whole={space.pages} />
            </td>
            <td />
            <td className={styles.figure}>{formatByteSize(space.freePages * space.pageSize)}</td>
          </tr>
        </tbody>
      </table>
    </Card>
  );
}

function Share({ part, whole }: { readonly part: number; readonly whole: number }) {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  return (
    <span className={styles.share} role="img" aria-label={`${percent.toFixed(1)}%`}>
      <span className={styles.shareFill} style={{ width: `${percent}%` }} />
    </span>
  );
}
