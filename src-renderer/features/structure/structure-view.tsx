import { CircleAlert, PanelRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Note } from '../../ui/note.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SplitHandle } from '../../ui/split-handle.tsx';
import { DdlPane } from './ddl-pane.tsx';
import { structureCounts, structureSummary } from './structure-summary.ts';
import { ColumnsTable, ForeignKeysTable, IndexesTable, TriggersTable } from './structure-tables.tsx';
import styles from './structure-view.module.css';
import { useRowCount } from './use-row-count.ts';
import { useStructure } from './use-structure.ts';

export interface StructureViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly object: string;
  /** At the left of the tool bar. */
  readonly toolbarStart?: ReactNode;
  /** Opens the rows of another table. */
  readonly onFollow: (table: string) => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

const DDL_WIDTH = { default: 400, min: 280, max: 800 } as const;

/** Columns, indexes, foreign keys both ways, triggers and DDL of an object. */
export function StructureView(props: StructureViewProps) {
  const { client, file, object, toolbarStart, onFollow, onStatus } = props;
  const { structure, failure, reload } = useStructure(client, file.id, object);
  const rows = useRowCount(client, file.id, structure);
  const isWide = useMediaQuery('(min-width: 1360px)');
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [width, setWidth] = useState<number>(DDL_WIDTH.default);
  const isDdlShown = chosen ?? isWide;

  useEffect(() => {
    if (structure !== null) onStatus({ left: [structureCounts(structure)] });
  }, [structure, onStatus]);

  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label="Structure">
        {toolbarStart}
        <span className={styles.divider} />
        <span className={styles.summary}>
          {structure === null ? <Skeleton width={120} /> : structureSummary(structure, rows)}
        </span>
        <span className={styles.grow} />
        <IconButton
          label={isDdlShown ? 'Hide the DDL' : 'Show the DDL'}
          isPressed={isDdlShown}
          onClick={() => setChosen(!isDdlShown)}
        >
          <PanelRight />
        </IconButton>
      </div>
      {structure === null && failure !== null && (
        <EmptyState
          isAlert
          icon={<CircleAlert />}
          title={failure.message}
          actions={<Button onClick={reload}>Try again</Button>}
        >
          {failure.hint}
        </EmptyState>
      )}
      {structure !== null && (
        <div className={styles.body}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
          <section className={styles.page} tabIndex={0} aria-label={`Structure of ${object}`}>
            {failure !== null && <Note kind="error">{failure.message}</Note>}
            <Card title="Columns" note={structure.columns.length}>
              <ColumnsTable columns={structure.columns} onFollow={onFollow} />
            </Card>
            {structure.indexes.length > 0 && (
              <Card title="Indexes" note={structure.indexes.length}>
                <IndexesTable indexes={structure.indexes} />
              </Card>
            )}
            {structure.foreignKeys.length > 0 && (
              <Card title="Foreign keys" note={structure.foreignKeys.length}>
                <ForeignKeysTable structure={structure} onFollow={onFollow} />
              </Card>
            )}
            {structure.triggers.length > 0 && (
              <Card title="Triggers" note={structure.triggers.length}>
                <TriggersTable object={object} triggers={structure.triggers} onFollow={onFollow} />
              </Card>
            )}
          </section>
          {isDdlShown && (
            <>
              <SplitHandle
                label="Width of the DDL"
                pane="right"
                width={width}
                min={DDL_WIDTH.min}
                max={DDL_WIDTH.max}
                defaultWidth={DDL_WIDTH.default}
                onWidth={setWidth}
              />
              <div className={styles.aside} style={{ width }}>
                <DdlPane ddl={structure.ddl} />
              </div>
            </>
          )}
        </div>
      )}
    </div>
  );
}
