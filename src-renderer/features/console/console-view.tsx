import { Copy, Upload } from 'lucide-react';
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { CopyFormat } from '../../../src-preload/contract/rows.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { copyText } from '../../lib/copy-text.ts';
import { takeFocusWish, wishFocus } from '../../lib/focus-wish.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { MessageBar } from '../../ui/message-bar.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SplitHandle } from '../../ui/split-handle.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import type { ConsolePane, ConsoleSlots, ConsoleTools } from './console-slots.ts';
import { resultWords, statusOf } from './console-status.ts';
import { ConsoleToolbar } from './console-toolbar.tsx';
import styles from './console-view.module.css';
import { ConsoleEditor, editorHeight } from './editor/console-editor.tsx';
import type { CaretPlace } from './editor/sql-editor.tsx';
import { HistoryPane } from './history-pane.tsx';
import { MessagesPane } from './messages-pane.tsx';
import { openConsole } from './open-consoles.ts';
import { ParametersStrip } from './parameters-strip.tsx';
import { planText } from './plan-lines.ts';
import { PlanPane } from './plan-pane.tsx';
import { ResultTabs } from './result-tabs.tsx';
import { KeptWidths } from './results/kept-widths.ts';
import { resultFormats } from './results/result-text.ts';
import { ResultsPane } from './results/results-pane.tsx';
import { useExport } from './results/use-export.ts';
import { useConsoleActions } from './use-console-actions.ts';
import { useConsoleCommands } from './use-console-commands.ts';
import { useNames } from './use-names.ts';
import { useTick } from './use-tick.ts';
import { WriteQuestionDialog } from './write-question.tsx';

export interface ConsoleViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly console: string;
  readonly name: string;
  readonly slots: ConsoleSlots;
  /** Lends what the slots need. */
  readonly toolsRef: Ref<ConsoleTools>;
  /** Other consoles of the file, and other files. */
  readonly placeEntries: readonly MenuEntry[];
  readonly onRename: () => void;
  readonly onRemove: () => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

const PANE_WIDTH = 352;
const FLOATING = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
/** From then on a bar says that something runs. */
const LONG = 300;

/** A console: its text, and what came of running it. */
export function ConsoleView(props: ConsoleViewProps) {
  const { client, file, console, name, slots, onStatus } = props;
  const { text, runs } = openConsole(client, file.id, console);
  const textState = useSyncExternalStore(text.subscribe, text.state);
  const state = useSyncExternalStore(runs.subscribe, runs.state);
  const names = useNames(client, file.id);
  const [caret, setCaret] = useState<CaretPlace | null>(null);
  const [pane, setPane] = useState<ConsolePane | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const actions = useConsoleActions({
    client,
    file: file.id,
    text,
    runs,
    state,
    textState,
    slots,
    pane,
    onPane: setPane,
    toolsRef: props.toolsRef,
    caret,
  });
  const { editor, shownTab, showTab, shown, plan, parameterNames } = actions;
  const exporting = useExport(client);
  const copyNow = useRef<((format: CopyFormat, withHeader: boolean) => void) | null>(null);
  const [widths] = useState(() => new KeptWidths());
  const isRunning = state.running !== null;
  const now = useTick(isRunning);
  const isNarrow = useMediaQuery('(max-width: 1199px)');
  const hasTransaction = slots.transaction.isOpen;

  useEffect(() => {
    void text.read();
  }, [text]);
  // What was typed is kept when the console is left, the page is hidden or loaded again.
  useEffect(() => {
    const leave = () => void text.flush();
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [text]);
  // A transaction that has begun is shown; without one the pane is the user's.
  useEffect(() => {
    if (hasTransaction && !isNarrow) setPane((before) => (before === 'history' ? before : 'timeline'));
  }, [hasTransaction, isNarrow]);
  // A statement from elsewhere is put into the editor as soon as that is there.
  const { wanted } = textState;
  const hasText = textState.text !== null;
  useEffect(() => {
    if (wanted === null || !hasText) return;
    editor.current?.add(wanted);
    text.want(null);
  }, [wanted, hasText, editor, text]);
  const status = statusOf(caret, shownTab, slots).join('\n');
  const tell = useEffectEvent(() => onStatus({ left: status === '' ? [] : status.split('\n') }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the words change.
  useEffect(() => tell(), [status]);

  /** Who asks for the history searches in it. */
  function showHistory(): void {
    if (pane === 'history') root.current?.querySelector<HTMLElement>('[data-region="pane"] input')?.focus();
    else wishFocus(`history ${console}`);
    setPane('history');
  }
  const { runKeys, explainKeys } = useConsoleCommands({
    root,
    actions,
    slots,
    isRunning,
    isPaneOpen: pane !== null,
    onPane: setPane,
    onHistory: showHistory,
    onStop: () => runs.stop(),
    onRename: props.onRename,
    onRemove: props.onRemove,
  });
  // What runs is stopped wherever the focus is, but in what floats: that is closed by the same key.
  const stopByKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || root.current?.closest('[inert]') != null) return;
    if (event.target instanceof Element && event.target.closest(FLOATING) !== null) return;
    event.preventDefault();
    runs.stop();
  });
  useEffect(() => {
    if (!isRunning) return;
    window.addEventListener('keydown', stopByKey);
    return () => window.removeEventListener('keydown', stopByKey);
  }, [isRunning]);
  function press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (isRunning) runs.stop();
    else if (exporting.rows !== null) exporting.stop();
    else if (slots.dryRun.isRunning) slots.dryRun.stop();
    else if (isNarrow && pane !== null) {
      setPane(null);
      editor.current?.focus();
    } else return;
    event.preventDefault();
  }

  if (textState.text === null) {
    return textState.failure === null ? null : (
      <EmptyState
        title={`The text of ${name} was not read`}
        actions={<Button onClick={() => void text.read()}>Try again</Button>}
        isAlert
      >
        {textState.failure.message}
      </EmptyState>
    );
  }
  const words = resultWords(shown, state, now);
  const tabActions = tabActionsOf();
  function tabActionsOf() {
    if (shownTab === 'changes') return slots.transaction.changes.actions;
    if (shownTab === 'dryRun') return slots.dryRun.actions;
    if (shownTab === 'plan') {
      return plan === null || plan.failure !== null ? null : (
        <Button
          variant="ghost"
          size="small"
          icon={<Copy />}
          onClick={() => void copyText(planText(plan.nodes), 'Plan copied')}
        >
          Copy
        </Button>
      );
    }
    const canCopy = shownTab === 'results' && shown !== undefined && shown.count > 0;
    return (
      <>
        <span className={styles.figures}>
          {exporting.rows === null ? words : `${formatCount(exporting.rows)} rows exported · Esc stops`}
        </span>
        {shownTab === 'results' && (
          <>
            <Menu
              align="end"
              trigger={
                <IconButton label="Export the result" hasTooltip={false} disabled={!canCopy}>
                  <Upload />
                </IconButton>
              }
              entries={resultFormats.map(({ format, label }) => ({
                label,
                onSelect: () => {
                  if (shown === undefined) return;
                  const { parameters } = text.state();
                  exporting.begin({ file: file.id, sql: shown.sql, parameters, format, name });
                },
              }))}
            />
            <Menu
              align="end"
              trigger={
                <IconButton label="Copy the result" hasTooltip={false} disabled={!canCopy}>
                  <Copy />
                </IconButton>
              }
              entries={resultFormats.map(({ format, label }) => ({
                label,
                onSelect: () => copyNow.current?.(format, true),
              }))}
            />
          </>
        )}
      </>
    );
  }
  const paneWidth = textState.sizes.pane ?? PANE_WIDTH;
  const shownPane = pane === 'dryRun' && slots.dryRun.content === null ? 'timeline' : pane;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere in it stops what runs.
    <div ref={root} className={styles.view} data-command-region="console" onKeyDown={press}>
      <div className={styles.main}>
        <ConsoleToolbar
          fileName={file.name}
          placeEntries={props.placeEntries}
          limit={textState.limit}
          isRunning={isRunning}
          isPaneOpen={pane !== null}
          isHistoryShown={pane === 'history'}
          onRun={actions.run}
          onStop={() => runs.stop()}
          onDryRun={actions.dryRun}
          onExplain={actions.explain}
          onFormat={actions.format}
          onLimit={(limit) => text.setLimit(limit)}
          onHistory={() => (pane === 'history' ? setPane(hasTransaction ? 'timeline' : null) : showHistory())}
          onPane={() => setPane(pane === null ? (hasTransaction ? 'timeline' : 'history') : null)}
        />
        {textState.unkept !== null && (
          <MessageBar kind="error">
            The text of {name} is not kept: {textState.unkept.message} It is tried again.
          </MessageBar>
        )}
        <ConsoleEditor
          ref={editor}
          label={`SQL of ${name}`}
          text={textState.text}
          names={names}
          problem={state.problem}
          marks={slots.dryRun.marks}
          takesFocus={() => takeFocusWish(console)}
          caret={caret}
          isFoldable={shownTab === 'changes' && hasTransaction}
          height={textState.sizes.editor ?? editorHeight()}
          onHeight={(height) => text.setSizes({ editor: height })}
          onChange={(read) => text.typed(read)}
          onCaret={setCaret}
          onBlur={() => void text.flush()}
        />
        <ParametersStrip
          names={parameterNames}
          values={textState.parameters}
          asked={actions.asked}
          onValue={(parameter) => text.setParameter(parameter)}
          onRun={actions.run}
        />
        <div className={styles.below} data-region="results">
          {state.running !== null && now - state.running.since > LONG && (
            <div className={styles.progress}>
              <ProgressBar label={`${name} runs`} fraction={null} isThin />
            </div>
          )}
          <ResultTabs id={id} tabs={actions.tabs} shown={shownTab} onShow={showTab} actions={tabActions} />
          <div
            id={`${id}-panel`}
            role="tabpanel"
            aria-labelledby={`${id}-${shownTab}-tab`}
            className={styles.panel}
          >
            {/* Where it was scrolled to and what is selected stays. */}
            <div
              className={shownTab === 'results' ? styles.kept : styles.away}
              inert={shownTab !== 'results'}
            >
              <ResultsPane
                results={state.results}
                shown={shown}
                isRunning={isRunning}
                isFresh={state.serial === 0}
                runKeys={runKeys}
                onShow={actions.showResult}
                onMore={actions.readMore}
                widths={widths}
                copy={copyNow}
              />
            </div>
            {shownTab === 'changes' && slots.transaction.changes.content}
            {shownTab === 'plan' && (
              <PlanPane
                plan={plan}
                explainKeys={explainKeys}
                onAdd={file.readOnlyReason === null ? actions.addToTransaction : null}
              />
            )}
            {shownTab === 'messages' && (
              <MessagesPane
                messages={state.messages}
                placeText={({ from, offset }, sql) => editor.current?.placeText(offset, from, sql) ?? null}
                onGoTo={(offset) => editor.current?.goTo(offset)}
                onRetry={actions.retry}
              />
            )}
            {shownTab === 'dryRun' && slots.dryRun.content}
          </div>
        </div>
      </div>
      {shownPane !== null && (
        <div className={classNames(styles.pane)} style={{ width: paneWidth }} data-region="pane">
          <SplitHandle
            label="Width of the pane"
            pane="right"
            width={paneWidth}
            min={280}
            max={560}
            defaultWidth={PANE_WIDTH}
            onWidth={(width) => text.setSizes({ pane: width })}
          />
          {shownPane === 'history' && (
            <HistoryPane
              client={client}
              file={file.id}
              serial={state.messages.length}
              statement={actions.statementText}
              onInsert={actions.insert}
              takesFocus={() => takeFocusWish(`history ${console}`)}
              onClose={() => {
                setPane(null);
                editor.current?.focus();
              }}
            />
          )}
          {shownPane === 'timeline' && slots.transaction.pane}
          {shownPane === 'dryRun' && slots.dryRun.pane}
        </div>
      )}
      <VisuallyHidden live="polite">{isRunning ? '' : words}</VisuallyHidden>
      {state.question !== null && (
        <WriteQuestionDialog
          sql={state.question.sql}
          fileName={file.name}
          onBegin={() => actions.answer('begin')}
          onCommit={() => actions.answer('commit')}
          onClose={() => runs.dismiss()}
        />
      )}
    </div>
  );
}
