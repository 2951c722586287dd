import { CircleAlert, Copy } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { CatalogState } from '../features/catalog/catalog-state.ts';
import { ObjectList } from '../features/catalog/object-list.tsx';
import type { RowCounts } from '../features/catalog/row-counts.ts';
import { FileDetails } from '../features/files/file-details.tsx';
import { countOf, formatByteSize } from '../lib/cells/byte-size.ts';
import { copyText } from '../lib/copy-text.ts';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './file-overview.module.css';
import type { Status } from './status.ts';

export interface FileOverviewProps {
  readonly file: OpenFileInfo;
  readonly catalog: CatalogState;
  readonly counts: RowCounts;
  readonly onOpenObject: (file: string, object: CatalogObject, isPreview: boolean) => void;
  readonly onStatus: (status: Status) => void;
}

/** The page of a file: what it holds, and how it is read. */
export function FileOverview({ file, catalog, counts, onOpenObject, onStatus }: FileOverviewProps) {
  const summary = catalog.kind === 'ready' ? summaryOf(catalog.objects) : '';
  const tell = useEffectEvent((text: string) => onStatus({ left: text === '' ? [] : [text] }));
  useEffect(() => tell(summary), [summary]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section className={styles.page} tabIndex={0} aria-label={`Overview of ${file.name}`}>
      <header className={styles.head}>
        <h2 className={styles.title}>{file.name}</h2>
        <p className={styles.facts}>
          {[formatByteSize(file.size), summary].filter((text) => text !== '').join(', ')}
        </p>
      </header>
      <div className={styles.body}>
        <div className={styles.contents}>
          <Contents file={file} catalog={catalog} counts={counts} onOpenObject={onOpenObject} />
        </div>
        <div className={styles.details}>
          <Card
            title="File"
            actions={
              <IconButton label="Copy the path" onClick={() => void copyText(file.path, 'Path copied')}>
                <Copy />
              </IconButton>
            }
          >
            <div className={styles.list}>
              <FileDetails file={file} />
            </div>
          </Card>
        </div>
      </div>
    </section>
  );
}

function Contents({ file, catalog, counts, onOpenObject }: Omit<FileOverviewProps, 'onStatus'>) {
  switch (catalog.kind) {
    case 'loading':
      return <Skeleton width="40%" label="Reading the names" />;
    case 'failed':
      return (
        <EmptyState isAlert isFilling={false} icon={<CircleAlert />} title={catalog.failure.message}>
          {catalog.failure.hint}
        </EmptyState>
      );
    case 'ready':
      if (!catalog.objects.some(isOwn)) {
        return (
          <EmptyState isFilling={false} title="No tables yet">
            This database is empty: nothing was created in it so far.
          </EmptyState>
        );
      }
      return (
        <ObjectList
          file={file.id}
          objects={catalog.objects}
          counts={counts}
          onOpen={(object, isPreview) => onOpenObject(file.id, object, isPreview)}
        />
      );
  }
}

function isOwn({ kind }: CatalogObject): boolean {
  return kind !== 'shadow' && kind !== 'system';
}

const kinds = [
  ['collection', 'collection', 'collections'],
  ['table', 'table', 'tables'],
  ['virtual', 'virtual table', 'virtual tables'],
  ['view', 'view', 'views'],
] as const;

/** Such as "11 tables, 2 views". */
function summaryOf(objects: readonly CatalogObject[]): string {
  return kinds
    .flatMap(([kind, one, many]) => {
      const count = objects.filter((object) => object.kind === kind).length;
      return count === 0 ? [] : [countOf(count, one, many)];
    })
    .join(', ');
}
