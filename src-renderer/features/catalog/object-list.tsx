import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './object-list.module.css';
import { RowCount } from './row-count.tsx';
import type { RowCounts } from './row-counts.ts';
import { catalogSections } from './tree-rows.ts';

export interface ObjectListProps {
  readonly file: string;
  readonly objects: readonly CatalogObject[];
  readonly counts: RowCounts;
  /** A click previews, a double click keeps. */
  readonly onOpen: (object: CatalogObject, isPreview: boolean) => void;
}

/** Of each kind so many are shown at first; a file with thousands of tables is found through by its names. */
const SHOWN = 200;

/** What a file holds, by kind, with numbers of rows. What belongs to SQLite itself is left out. */
export function ObjectList({ file, objects, counts, onOpen }: ObjectListProps) {
  return catalogSections
    .filter(({ isFolded }) => !isFolded)
    .map(({ key, label, kinds }) => {
      const found = objects.filter(({ kind }) => kinds.includes(kind));
      if (found.length === 0) return null;
      return (
        <Card key={key} title={label} note={found.length}>
          <Section label={label} file={file} objects={found} counts={counts} onOpen={onOpen} />
        </Card>
      );
    });
}

function Section({ label, file, objects, counts, onOpen }: ObjectListProps & { readonly label: string }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? objects : objects.slice(0, SHOWN);
  return (
    <>
      <ul className={styles.list} aria-label={label}>
        {shown.map((object) => (
          <li key={object.name}>
            <PlainButton
              className={styles.row}
              title={object.error === null ? object.name : `${object.name}: ${object.error.message}`}
              onClick={() => onOpen(object, true)}
              onDoubleClick={() => onOpen(object, false)}
            >
              <ObjectIcon kind={object.kind} />
              <span className={styles.name}>{object.name === '' ? '(no name)' : object.name}</span>
              {object.error !== null ? (
                <span className={styles.problem}>
                  <CircleAlert />
                  {object.error.message}
                </span>
              ) : (
                object.kind !== 'view' && <RowCount counts={counts} file={file} object={object.name} />
              )}
            </PlainButton>
          </li>
        ))}
      </ul>
      {shown.length < objects.length && (
        <div className={styles.more}>
          <Button variant="ghost" onClick={() => setWhole(true)}>
            Show {countOf(objects.length - shown.length, 'more', 'more')}
          </Button>
        </div>
      )}
    </>
  );
}
