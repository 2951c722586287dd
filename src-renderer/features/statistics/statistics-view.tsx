import { RefreshCw, Upload } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { FileSpace } from '../../../src-preload/contract/stats.ts';
import { countOf, formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { copyText } from '../../lib/copy-text.ts';
import { clockTime } from '../../lib/relative-time.ts';
import { Button } from '../../ui/button.tsx';
import { FigureTiles } from '../../ui/figure-tiles.tsx';
import { Note } from '../../ui/note.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { JobList } from './job-list.tsx';
import { JOB_WORDS } from './job-words.ts';
import { SpaceMap } from './space-map.tsx';
import { SpaceTable } from './space-table.tsx';
import styles from './statistics.module.css';
import { type JobsState, useJobs, useSpace } from './use-space.ts';

export interface StatisticsViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** Leads to the pages beside this one. */
  readonly pages: ReactNode;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

/** How the space of a file is used, and the jobs that check and tidy it. */
export function StatisticsView({ client, file, pages, onStatus }: StatisticsViewProps) {
  const { space, isMeasuring, failure, measure, stop } = useSpace(client, file.id);
  const jobs = useJobs(client, file.id, measure);
  const [chosen, setChosen] = useState<string | null>(null);

  const status = space === null ? [] : [spaceWords(space), ...jobWords(jobs)];
  const statusText = status.join('\n');
  const tell = useEffectEvent(() => onStatus({ left: status }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words change.
  useEffect(() => tell(), [statusText]);

  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label="Statistics">
        {pages}
        <span className={styles.file}>{file.name}</span>
        <span className={styles.grow} />
        {space !== null && (
          <span className={styles.measured}>
            {`Measured at ${clockTime(space.measuredAt)} in ${(space.milliseconds / 1000).toFixed(1)} s`}
          </span>
        )}
        <Button
          variant="ghost"
          icon={<Upload />}
          disabled={space === null}
          onClick={() =>
            void copyText(JSON.stringify({ file: file.path, ...space }, null, 2), 'Figures copied')
          }
        >
          Copy as JSON
        </Button>
        {isMeasuring ? (
          <Button onClick={stop}>Stop</Button>
        ) : (
          <Button icon={<RefreshCw />} onClick={measure}>
            Measure again
          </Button>
        )}
      </div>
      {isMeasuring && <ProgressBar label="Measuring" fraction={null} isThin />}
      <div className={styles.body}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
        <section className={styles.page} tabIndex={0} aria-label={`Statistics of ${file.name}`}>
          {failure !== null && <Note kind="error">{failure.message}</Note>}
          {space !== null && (
            <>
              <Figures space={space} />
              <SpaceMap space={space} chosen={chosen} onChoose={setChosen} />
              <SpaceTable space={space} chosen={chosen} onChoose={setChosen} />
            </>
          )}
        </section>
        <JobList {...jobs} space={space} readOnlyReason={file.readOnlyReason} />
      </div>
    </div>
  );
}

function Figures({ space }: { readonly space: FileSpace }) {
  const { bytes, pageSize, pages, freePages, walBytes, objects } = space;
  const indexes = objects.filter(({ kind }) => kind === 'index').length;
  const [size = '', unit = ''] = formatByteSize(bytes).split(' ');
  const [wal = 'none', walUnit = ''] = walBytes === null ? [] : formatByteSize(walBytes).split(' ');
  const share = pages === 0 ? 0 : (freePages / pages) * 100;
  return (
    <FigureTiles
      figures={[
        { name: 'File', value: size, note: unit },
        { name: 'Pages', value: formatCount(pages), note: `of ${formatByteSize(pageSize)}` },
        { name: 'Free pages', value: formatCount(freePages), note: `${share.toFixed(1)}%` },
        { name: 'WAL', value: wal, note: walUnit },
        {
          name: 'Objects',
          value: formatCount(objects.length - indexes),
          note: `and ${countOf(indexes, 'index', 'indexes')}`,
        },
      ]}
    />
  );
}

function spaceWords({ bytes, pages }: FileSpace): string {
  return `${formatByteSize(bytes)}, ${countOf(pages, 'page')}`;
}

function jobWords({ jobs }: JobsState): readonly string[] {
  return [...jobs].flatMap(([job, { kind, done, total }]) => {
    if (kind !== 'running') return [];
    const progress = total === null ? 'running' : `${done ?? 0} of ${countOf(total, 'table')}`;
    return [`${JOB_WORDS[job].name}, ${progress}`];
  });
}
