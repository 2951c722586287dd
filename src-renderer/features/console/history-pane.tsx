import { Plus, Search, Star, Trash2, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FoundStatement, SavedQuery } from '../../../src-preload/contract/queries.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { toFailure } from '../../lib/failure.ts';
import { clockTime, dateAndTime, relativeTime } from '../../lib/relative-time.ts';
import { SqlLine } from '../../lib/sql/sql-text.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Note } from '../../ui/note.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './history-pane.module.css';
import { NameDialog } from './name-dialog.tsx';
import { outcomeText, statementLine } from './runs/run-words.ts';
import { type HistoryScope, useStatementHistory } from './use-statement-history.ts';

export interface HistoryPaneProps {
  readonly client: Client;
  readonly file: string;
  /** Grows when something was run. */
  readonly serial: number;
  /** The statement that would be run, to be saved. */
  readonly statement: () => string | null;
  readonly onInsert: (sql: string) => void;
  /** Whether it is opened to be searched; asked once it is there. */
  readonly takesFocus: () => boolean;
  readonly onClose: () => void;
}

const scopes = { file: 'This file', all: 'All files' } as const satisfies Record<HistoryScope, string>;

/** The statements that were run on the file or on all, and the saved ones. */
export function HistoryPane(props: HistoryPaneProps) {
  const { client, file, serial, statement, onInsert, onClose } = props;
  const field = useRef<HTMLInputElement>(null);
  const focusFirst = useEffectEvent(() => {
    if (props.takesFocus()) field.current?.focus();
  });
  useEffect(() => focusFirst(), []);
  const [shown, setShown] = useState<'history' | 'saved'>('history');
  const [of, setOf] = useState<HistoryScope>('file');
  const [text, setText] = useState('');
  const [saving, setSaving] = useState<string | null>(null);
  const [isClearing, setClearing] = useState(false);
  const history = useStatementHistory(client, file, of, text, serial);
  const { entries, total, saved, failure, reload } = history;

  async function attempt(work: Promise<unknown>, said: string | null): Promise<void> {
    try {
      await work;
      if (said !== null) showToast({ title: said });
    } catch (error) {
      showToast({ kind: 'error', title: toFailure(error).message });
    }
    reload();
  }
  async function remove({ id, name, sql }: SavedQuery): Promise<void> {
    const again = () => void attempt(client.queries.save({ file, id, name, sql }), null);
    await attempt(
      client.queries
        .removeSaved({ file, id })
        .then(() => showToast({ title: `${name} removed`, action: { label: 'Undo', onAction: again } })),
      null,
    );
  }
  const wanted = text.trim().toLowerCase();
  const found = (saved ?? []).filter(({ name, sql }) => `${name}\n${sql}`.toLowerCase().includes(wanted));
  const savedList = (
    <SavedList queries={found} onInsert={onInsert} onRemove={(query) => void remove(query)} />
  );
  return (
    <section className={styles.pane} aria-label="History">
      <div className={styles.head}>
        <SegmentedControl
          label="Statements"
          value={shown}
          segments={[
            { value: 'history', label: 'History' },
            { value: 'saved', label: 'Saved' },
          ]}
          onChange={setShown}
        />
        <span className={styles.grow} />
        {shown === 'history' && (
          <Menu
            align="end"
            trigger={
              <SelectButton aria-label={`Statements of ${scopes[of].toLowerCase()}`}>
                {scopes[of]}
              </SelectButton>
            }
            entries={[
              {
                kind: 'choice',
                label: 'Statements of',
                value: of,
                choices: [
                  { value: 'file', label: scopes.file },
                  { value: 'all', label: scopes.all },
                ],
                onChoose: (value) => setOf(value === 'all' ? 'all' : 'file'),
                isClosing: true,
              },
            ]}
          />
        )}
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      <div className={styles.search}>
        <TextField
          ref={field}
          label="Search statements"
          placeholder={shown === 'saved' ? 'Search saved queries' : `Search ${countOf(total, 'statement')}`}
          isQuiet
          icon={<Search />}
          value={text}
          onValueChange={setText}
        />
      </div>
      {failure !== null && <Note kind="error">{failure.message}</Note>}
      {shown === 'history' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        <ol className={styles.list} tabIndex={0} aria-label="Statements">
          {entries?.map((entry) => (
            <Entry
              key={`${entry.path} ${entry.id}`}
              entry={entry}
              place={of === 'all' ? fileName(entry.path) : null}
              onInsert={onInsert}
            />
          ))}
          {entries?.length === 0 && (
            <li>
              <EmptyState
                isFilling={false}
                title={wanted === '' ? 'Nothing was run yet' : 'No statement matches'}
              />
            </li>
          )}
        </ol>
      )}
      <div className={classNames(styles.savedHead, shown === 'saved' && styles.first)}>
        <h2 className={styles.title}>Saved queries</h2>
        <Button
          size="small"
          variant="ghost"
          icon={<Plus />}
          onClick={() => {
            const sql = statement();
            if (sql === null) showToast({ kind: 'info', title: 'There is no statement at the caret' });
            else setSaving(sql);
          }}
        >
          Save this one
        </Button>
      </div>
      {savedList}
      <div className={styles.foot}>
        <span className={styles.kept}>Kept: 5,000 statements a file</span>
        {of === 'file' && (
          <Button size="small" variant="ghost" disabled={total === 0} onClick={() => setClearing(true)}>
            Clear…
          </Button>
        )}
      </div>
      {saving !== null && (
        <NameDialog
          title="Save the query"
          label="Name of the query"
          action="Save"
          name={statementLine(saving, 60)}
          onClose={() => setSaving(null)}
          onName={(name) => {
            void attempt(client.queries.save({ file, name, sql: saving }), `Saved as ${name}`);
            setSaving(null);
          }}
        />
      )}
      {isClearing && (
        <Dialog
          isOpen
          onClose={() => setClearing(false)}
          title={`Forget ${countOf(total, 'statement')}?`}
          description="Saved queries stay, and so do the texts of the consoles."
          footer={
            <>
              <Button onClick={() => setClearing(false)}>Cancel</Button>
              <Button
                variant="danger"
                onClick={() => {
                  setClearing(false);
                  void attempt(client.queries.clearHistory({ file }), 'The history is empty');
                }}
              >
                Forget them
              </Button>
            </>
          }
        />
      )}
    </section>
  );
}

interface EntryProps {
  readonly entry: FoundStatement;
  /** The file that it was run on; null: it is the one of the console. */
  readonly place: string | null;
  readonly onInsert: (sql: string) => void;
}

function Entry({ entry, place, onInsert }: EntryProps) {
  const { sql, at, error, path } = entry;
  return (
    <li className={styles.entry}>
      <PlainButton className={styles.line} title={sql.slice(0, 2000)} onClick={() => onInsert(sql)}>
        <span className={styles.sql}>
          <SqlLine sql={statementLine(sql, 120)} />
        </span>
        <span className={styles.time} title={dateAndTime(at)}>
          {isToday(at) ? clockTime(at) : relativeTime(at, Date.now())}
        </span>
        <span className={classNames(styles.outcome, error !== null && styles.failed)}>
          {error ?? outcomeText(entry)}
          {place !== null && (
            <span className={styles.place} title={path ?? undefined}>
              {place}
            </span>
          )}
        </span>
        <span className={styles.insert}>Insert</span>
      </PlainButton>
    </li>
  );
}

function isToday(time: number): boolean {
  return new Date(time).toDateString() === new Date().toDateString();
}

function fileName(path: string | null): string {
  return path?.split(/[\\/]/).at(-1) ?? 'another file';
}

interface SavedListProps {
  readonly queries: readonly SavedQuery[];
  readonly onInsert: (sql: string) => void;
  readonly onRemove: (query: SavedQuery) => void;
}

function SavedList({ queries, onInsert, onRemove }: SavedListProps) {
  const list = useRef<HTMLUListElement>(null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <ul ref={list} className={styles.saved} tabIndex={0} aria-label="Saved queries">
      {queries.map((query) => (
        <li key={query.id} className={styles.savedLine}>
          <Star aria-hidden="true" />
          <PlainButton
            className={styles.savedName}
            title={query.sql.slice(0, 2000)}
            onClick={() => onInsert(query.sql)}
          >
            <span className={styles.name}>{query.name}</span>
            <span className={styles.savedSql}>{statementLine(query.sql, 80)}</span>
          </PlainButton>
          <IconButton
            label={`Remove ${query.name}`}
            size="small"
            onClick={() => {
              // The button goes with its query.
              list.current?.focus();
              onRemove(query);
            }}
          >
            <Trash2 />
          </IconButton>
        </li>
      ))}
      {queries.length === 0 && <li className={styles.none}>No saved query.</li>}
    </ul>
  );
}
