import { Clock, Info, Search, ShieldCheck } from 'lucide-react';
import { Fragment, useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { EditCommit } from '../../../src-preload/contract/commits.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { countOf, formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { fileCommits } from '../../lib/commits/use-commits.ts';
import { useFileEdits } from '../../lib/edits/use-edits.ts';
import { toFailure } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Note } from '../../ui/note.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toasts.ts';
import { CommitLine } from './commit-line.tsx';
import { CommitRows } from './commit-rows.tsx';
import styles from './history.module.css';
import { copyBefore, dayText, historyDays, searchCommits, sourceText } from './history-model.ts';
import { SafetyCopies } from './safety-copies.tsx';
import { useHistory } from './use-history.ts';
import { type KnownRows, useKnownRows } from './use-known-rows.ts';

export interface HistoryViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** A commit that is to be shown; a new number shows it again. */
  readonly wanted: { readonly commit: string; readonly serial: number } | undefined;
  readonly onShowRow: (object: string, row: EditRow, column: string | null) => void;
  /** Shows what is staged. */
  readonly onReview: () => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

const ALL = 'all';
const sources = [
  { value: ALL, label: 'All sources' },
  { value: 'staged', label: 'Staged edits' },
  { value: 'transaction', label: 'Transactions' },
  { value: 'undo', label: 'Undo' },
  { value: 'schema', label: 'Schema' },
];
/** So many commits are drawn; more are asked for. */
const STEP = 200;

/** The commits of a file that are kept, the way back from each, and the safety copies. */
export function HistoryView(props: HistoryViewProps) {
  const { client, file, wanted, onShowRow, onReview, onStatus } = props;
  const edits = useFileEdits(client, file.id);
  const { history, failure, reload } = useHistory(client, edits);
  const [text, setText] = useState('');
  const [source, setSource] = useState(ALL);
  const [opened, setOpened] = useState<string | null>(null);
  const [areCopiesShown, setCopiesShown] = useState(false);
  const [most, setMost] = useState(STEP);
  const commits = useMemo(() => history?.commits ?? [], [history]);
  const known = useKnownRows(client, file.id, commits, text.trim() !== '');
  const found = searchCommits(
    commits.filter((commit) => source === ALL || commit.source === source),
    text,
    (id) => known.get(id)?.rows,
  );

  useEffect(() => {
    if (wanted === undefined) return;
    setOpened(wanted.commit);
    setText('');
    setSource(ALL);
  }, [wanted]);
  const status = history === null ? [] : statusOf(commits, history.bytes);
  const tell = useEffectEvent(() => onStatus({ left: status }));
  const statusText = status.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words change.
  useEffect(() => tell(), [statusText]);

  async function undo({ id }: EditCommit): Promise<void> {
    try {
      await fileCommits(client, file.id).edits.undoCommit(id);
      onReview();
    } catch (error) {
      const { message, hint } = toFailure(error);
      showToast({ kind: 'error', title: message, ...(hint !== null && { description: hint }) });
      reload();
    }
  }

  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label="History">
        <span className={styles.file}>{file.name}</span>
        <span className={styles.summary}>
          {history === null ? (
            <Skeleton width={160} />
          ) : (
            `${countOf(commits.length, 'commit')}, ${formatByteSize(history.bytes)} of ${limitText(history.limit)} kept for undo`
          )}
        </span>
        <span className={styles.grow} />
        <TextField
          label="Search the history"
          placeholder="Table, key or value"
          isQuiet
          icon={<Search />}
          className={styles.search ?? ''}
          value={text}
          onValueChange={setText}
        />
        <Menu
          align="end"
          trigger={<SelectButton>{sources.find(({ value }) => value === source)?.label ?? ''}</SelectButton>}
          entries={[
            {
              kind: 'choice',
              label: 'Where commits come from',
              value: source,
              choices: sources,
              onChoose: setSource,
              isClosing: true,
            },
          ]}
        />
        <Button
          variant="ghost"
          icon={<ShieldCheck />}
          aria-label="Safety copies"
          aria-pressed={areCopiesShown}
          onClick={() => setCopiesShown(!areCopiesShown)}
        >
          <span className={styles.label}>Safety copies</span>
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className={styles.page} tabIndex={0} aria-label={`History of ${file.name}`}>
        {failure !== null && <Note kind="error">{failure.message}</Note>}
        {areCopiesShown && history !== null && (
          <SafetyCopies edits={edits} file={file} copies={history.copies} onRestored={reload} />
        )}
        {history !== null && commits.length === 0 && (
          <EmptyState icon={<Clock />} title={`Nothing was committed to ${file.name} yet`}>
            Each commit is listed here with its rows, and can be taken back.
          </EmptyState>
        )}
        {commits.length > 0 && found.length === 0 && (
          <EmptyState
            isFilling={false}
            title={text.trim() === '' ? 'No commit comes from there' : `No commit matches “${text.trim()}”`}
            actions={
              <Button
                onClick={() => {
                  setText('');
                  setSource(ALL);
                }}
              >
                Clear filter
              </Button>
            }
          />
        )}
        {historyDays(found.slice(0, most), Date.now()).map(({ title, commits: made }) => (
          <Card key={title} title={title} note={countOf(made.length, 'commit')}>
            <Day
              made={made}
              all={commits}
              known={known}
              opened={opened}
              copies={history?.copies ?? []}
              onToggle={(id) => setOpened(opened === id ? null : id)}
              onUndo={(commit) => void undo(commit)}
              onCopy={() => setCopiesShown(true)}
              renderRows={(id) => (
                <CommitRows edits={edits} commit={id} version={history} onShowRow={onShowRow} />
              )}
            />
          </Card>
        ))}
        {found.length > most && (
          <Button className={styles.older ?? ''} onClick={() => setMost(most + STEP)}>
            Show {formatCount(Math.min(STEP, found.length - most))} older commits
          </Button>
        )}
        {history !== null && <Forgotten commits={commits} />}
      </section>
    </div>
  );
}

interface DayProps {
  readonly made: readonly EditCommit[];
  readonly all: readonly EditCommit[];
  readonly known: ReadonlyMap<string, KnownRows>;
  readonly opened: string | null;
  readonly copies: Parameters<typeof copyBefore>[0];
  readonly onToggle: (commit: string) => void;
  readonly onUndo: (commit: EditCommit) => void;
  readonly onCopy: () => void;
  readonly renderRows: (commit: string) => React.ReactNode;
}

function Day({ made, all, known, opened, copies, onToggle, onUndo, onCopy, renderRows }: DayProps) {
  return (
    <table className={styles.table}>
      <colgroup>
        <col className={styles.colTime} />
        <col className={styles.colFrom} />
        <col className={styles.colRows} />
        <col />
        <col className={styles.colKept} />
        <col className={styles.colState} />
        <col className={styles.colAction} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">From</th>
          <th scope="col">Rows</th>
          <th scope="col">Tables</th>
          <th scope="col" className={styles.figure}>
            Kept
          </th>
          <td />
          <td />
        </tr>
      </thead>
      <tbody>
        {made.map((commit) => (
          <Fragment key={commit.id}>
            <CommitLine
              commit={commit}
              source={sourceText(commit, all)}
              changedSince={known.get(commit.id)?.changedSince}
              isOpen={opened === commit.id}
              hasCopy={copyBefore(copies, commit.at) !== undefined}
              onToggle={() => onToggle(commit.id)}
              onUndo={() => onUndo(commit)}
              onCopy={onCopy}
            />
            {opened === commit.id && (
              <tr>
                <td colSpan={7} className={styles.inside}>
                  {renderRows(commit.id)}
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** As the setting says it. */
function limitText(bytes: number): string {
  return `${formatCount(Math.round(bytes / 1_048_576))} MB`;
}

/** Says that older rows made room for newer ones. */
function Forgotten({ commits }: { readonly commits: readonly EditCommit[] }) {
  const lost = commits.filter(({ undoReason }) => undoReason !== null);
  if (lost.length === 0) return null;
  return (
    <p className={styles.forgotten}>
      <Info aria-hidden="true" />
      The rows of {countOf(lost.length, 'commit')} are no longer kept; safety copies of the file may have
      them.
    </p>
  );
}

function statusOf(commits: readonly EditCommit[], bytes: number): readonly string[] {
  const oldest = commits.at(-1);
  const since = oldest === undefined ? '' : ` since ${dayText(oldest.at)}`;
  return [`${countOf(commits.length, 'commit')}${since}`, `Undo log ${formatByteSize(bytes)}`];
}
