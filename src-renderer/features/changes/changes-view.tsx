import { Copy, FileCheck2, PanelRight } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { attempt } from '../../lib/attempt.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { useDocumentColumns } from '../../lib/changes/use-document-columns.ts';
import { useKeyNames } from '../../lib/changes/use-key-names.ts';
import { useCommandHandlers } from '../../lib/commands/command-context.tsx';
import { type Conflict, openCount } from '../../lib/commits/conflict.ts';
import { conflictCounts } from '../../lib/commits/file-commits.ts';
import { fileCommits, useCommitState } from '../../lib/commits/use-commits.ts';
import { copyText } from '../../lib/copy-text.ts';
import { hasEdits, stagedRows, stagedWords } from '../../lib/edits/edit-counts.ts';
import { useEditState, useFileEdits } from '../../lib/edits/use-edits.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import styles from './changes.module.css';
import { ChangesMessage } from './changes-message.tsx';
import { differingOf, openItems, type ReviewItem, reviewItems } from './review-items.ts';
import { ReviewList, type ReviewListHandle } from './review-list.tsx';
import { isRefused, type ReviewTable } from './review-rows.ts';
import { type ReviewTools, ReviewToolsProvider } from './review-tools.ts';
import { mergedFields } from './review-words.ts';
import { useReview } from './use-review.ts';
import { WhatHappened } from './what-happened.tsx';

export interface ChangesViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly objects: readonly CatalogObject[];
  /** Shows a row in its table. */
  readonly onShowRow: (object: string, row: EditRow, column: string | null) => void;
  readonly onHistory: () => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

const orders = [
  { value: 'table', label: 'By table' },
  { value: 'time', label: 'By time' },
] as const;

/** Everything that is staged of a file, and where it meets what others changed. */
export function ChangesView(props: ChangesViewProps) {
  const { client, file, objects, onHistory, onStatus } = props;
  const edits = useFileEdits(client, file.id);
  const commits = fileCommits(client, file.id);
  const state = useEditState(edits);
  const commitState = useCommitState(commits);
  const { conflict } = commitState;
  const tables = useReview(edits, objects);
  const [order, setOrder] = useState<'table' | 'time'>('table');
  const [isNarrowed, setNarrowed] = useState(true);
  const [folded, toggleFolded] = useToggled();
  const [whole, toggleWhole] = useToggled();
  const list = useRef<ReviewListHandle>(null);
  const view = useRef<HTMLDivElement>(null);
  const isWide = useMediaQuery('(min-width: 1360px)');
  const [pane, setPane] = useState<boolean | null>(null);

  const onlyDiffering = conflict !== null && isNarrowed;
  const items = useMemo(
    () => reviewItems(tables, { order, conflict, onlyDiffering, folded, whole }),
    [tables, order, conflict, onlyDiffering, folded, whole],
  );
  useEffect(() => commits.watch(), [commits]);
  const tools = useTools({ props, edits, commits, tables, hasTableNames: order === 'time' });
  const staged = state === null ? 0 : stagedRows(state.counts);
  const counts = conflictCounts(commitState, staged);
  const status = [
    hasEdits(state) ? stagedWords(state) : '',
    counts === null || counts.toDecide === 0 ? '' : `${counts.toDecide} to decide`,
    conflict === null ? '' : `${countOf(mergedFields(conflict), 'field')} merged`,
  ].filter((text) => text !== '');
  const tell = useEffectEvent(() => onStatus({ left: status }));
  const statusText = status.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words change.
  useEffect(() => tell(), [statusText]);

  const open = openItems(items, (item) => isToDo(item, conflict));
  function goToNext(step: 1 | -1): void {
    const from = list.current?.current() ?? -1;
    const next =
      step === 1
        ? (open.find((index) => index > from) ?? open[0])
        : (open.findLast((index) => index < from) ?? open.at(-1));
    if (next !== undefined) list.current?.reveal(next);
  }
  useCommandHandlers(
    {
      'edit.nextProblem': { isOff: open.length === 0, run: () => goToNext(1) },
      'edit.previousProblem': { isOff: open.length === 0, run: () => goToNext(-1) },
    },
    view,
  );
  const copySql = () =>
    attempt(async () => {
      const { sql } = await client.commits.sql({ file: file.id });
      await copyText(sql, 'SQL copied');
    });

  if (state !== null && !hasEdits(state)) {
    return (
      <div ref={view} className={styles.view}>
        <EmptyState
          icon={<FileCheck2 />}
          title={`Nothing of ${file.name} is staged`}
          actions={<Button onClick={onHistory}>Show the history</Button>}
        >
          Edit a row or a document: it is listed here until it is committed.
        </EmptyState>
      </div>
    );
  }
  const isPaneShown = conflict !== null && (pane ?? isWide);
  return (
    <ReviewToolsProvider value={tools}>
      <div ref={view} className={styles.view}>
        <ChangesMessage
          edits={edits}
          conflict={conflict}
          staged={staged}
          tools={tools}
          onNext={() => goToNext(1)}
        />
        <div className={styles.bar} role="toolbar" aria-label="Changes">
          <SegmentedControl label="Group by" segments={orders} value={order} onChange={setOrder} />
          {conflict !== null && (
            <>
              <span className={styles.divider} />
              <span className={styles.only}>
                <Checkbox label="Only rows that differ" isChecked={isNarrowed} onChange={setNarrowed} />
              </span>
            </>
          )}
          <span className={styles.grow} />
          <Button
            variant="ghost"
            icon={<Copy />}
            disabled={staged === 0}
            aria-label="Copy as SQL"
            title="Copy as SQL"
            onClick={() => void copySql()}
          >
            <span className={styles.label}>Copy as SQL</span>
          </Button>
          {conflict !== null && (
            <>
              <Button onClick={() => commits.decideAll('mine')}>Take all mine</Button>
              <Button onClick={() => commits.decideAll('theirs')}>Take all theirs</Button>
              <IconButton
                label={isPaneShown ? 'Hide what happened' : 'Show what happened'}
                isPressed={isPaneShown}
                onClick={() => setPane(!isPaneShown)}
              >
                <PanelRight />
              </IconButton>
            </>
          )}
        </div>
        <div className={styles.body}>
          <ReviewList
            handle={list}
            items={items}
            conflict={conflict}
            label={`Changes of ${file.name}`}
            onFold={toggleFolded}
            onShowAll={toggleWhole}
            onShowRest={() => setNarrowed(false)}
          />
          {isPaneShown && <WhatHappened conflict={conflict} times={timesOf(tables, conflict)} />}
        </div>
      </div>
    </ReviewToolsProvider>
  );
}

function isToDo(item: ReviewItem, conflict: Conflict | null): boolean {
  if (item.kind === 'conflict') return conflict !== null && openCount(conflict, item.conflict) > 0;
  return item.kind === 'change' && isRefused(item.row);
}

function timesOf(tables: readonly ReviewTable[], conflict: Conflict): readonly number[] {
  const differing = differingOf(conflict);
  return tables.flatMap(({ rows }) =>
    rows.flatMap(({ id, overlay }) =>
      overlay.staged !== null && differing.has(id) ? [overlay.staged.stagedAt] : [],
    ),
  );
}

function useToggled(): readonly [ReadonlySet<string>, (name: string) => void] {
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const toggle = (name: string) =>
    setNames((before) => {
      const next = new Set(before);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  return [names, toggle];
}

interface ToolParts extends Pick<ReviewTools, 'edits' | 'commits' | 'hasTableNames'> {
  readonly props: ChangesViewProps;
  readonly tables: readonly ReviewTable[];
}

function useTools({ props, edits, commits, tables, hasTableNames }: ToolParts): ReviewTools {
  const { objects, onShowRow } = props;
  const nameText = JSON.stringify(tables.map(({ object }) => object));
  const names = useMemo(() => JSON.parse(nameText) as readonly string[], [nameText]);
  const keyNamesOf = useKeyNames(edits, names);
  const documentColumnOf = useDocumentColumns(edits, nameText);
  return useMemo(() => {
    const kinds = new Map(objects.map(({ name, kind }) => [name, kind]));
    return {
      edits,
      commits,
      hasTableNames,
      keyNamesOf,
      onShowRow,
      kindOf: (object) => kinds.get(object) ?? 'table',
      documentColumnOf,
    };
  }, [objects, documentColumnOf, edits, commits, hasTableNames, keyNamesOf, onShowRow]);
}
