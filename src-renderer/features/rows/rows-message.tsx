import { CircleAlert, Flag, ListFilter } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { BridgeFailure } from '../../../src-preload/client.ts';
import type { FilterTerm } from '../../../src-preload/contract/rows.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MessageBar } from '../../ui/message-bar.tsx';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import { isDropped } from './dropped-table.ts';

/** What stands in place of the rows when nothing could be read. */
export function RowsFailed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  if (isDropped(error))
    return (
      <EmptyState isFilling icon={<Flag />} title={messageOf(error)}>
        {hintOf(error)}
      </EmptyState>
    );
  return (
    <EmptyState
      isFilling
      isAlert
      icon={<CircleAlert />}
      title={messageOf(error)}
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      {hintOf(error)}
    </EmptyState>
  );
}

/** What stands above the rows when some of them could not be read. */
export function RowsFailedBar({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <MessageBar kind="error" actions={<Button onClick={onRetry}>Try again</Button>}>
      {messageOf(error)} {hintOf(error)}
    </MessageBar>
  );
}

const STOPPED = 'Reading the rows was stopped';

/** What stands in place of the rows when reading them was stopped before the first came. */
export function RowsStopped({ onRead }: { readonly onRead: () => void }) {
  return (
    <EmptyState
      isFilling
      icon={<ObjectIcon kind="table" />}
      title={STOPPED}
      actions={<Button onClick={onRead}>Read again</Button>}
    />
  );
}

/** What stands above rows that were at hand when reading was stopped. */
export function RowsStoppedBar({ onRead }: { readonly onRead: () => void }) {
  return (
    <MessageBar kind="info" actions={<Button onClick={onRead}>Read again</Button>}>
      {STOPPED}. Those that had come are shown.
    </MessageBar>
  );
}

export interface NoRowsProps {
  readonly isCollection: boolean;
  readonly filter: readonly FilterTerm[];
  readonly onClearFilter: () => void;
}

/** An empty object, or a filter that keeps nothing. */
export function NoRows({ isCollection, filter, onClearFilter }: NoRowsProps) {
  const noun = isCollection ? 'document' : 'row';
  if (filter.length === 0)
    return <EmptyState isFilling icon={<ObjectIcon kind="table" />} title={`No ${noun}s yet`} />;
  return (
    <EmptyState
      isFilling
      icon={<ListFilter />}
      title={`No ${noun} matches`}
      actions={
        <Button onClick={onClearFilter}>{filter.length === 1 ? 'Clear filter' : 'Clear filters'}</Button>
      }
    >
      <code>{filter.map(({ column, text }) => `${column} ${text}`).join(', ')}</code>
    </EmptyState>
  );
}

export interface BusyBarProps {
  readonly since: number;
  readonly onStop: () => void;
  /** What is done; reading the rows unless said otherwise. */
  readonly children?: ReactNode;
}

const SHOW_AFTER = 300;
const TELL_AFTER = 2000;

/** After 300 ms a bar with Stop, after 2 s the time so far. */
export function BusyBar({ since, onStop, children = 'Reading the rows' }: BusyBarProps) {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const taken = now - since;
  const isShown = taken >= SHOW_AFTER;
  const button = useRef<HTMLButtonElement>(null);
  const stopNow = useRef(onStop);
  stopNow.current = onStop;
  useEffect(() => {
    if (!isShown) return;
    // Wherever the focus is, since what had it may have made room for this bar; what floats is closed first.
    const press = (event: KeyboardEvent) => {
      if (
        event.key !== 'Escape' ||
        event.defaultPrevented ||
        button.current?.checkVisibility({ visibilityProperty: true }) !== true
      )
        return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      stopNow.current();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isShown]);
  if (!isShown) return null;
  return (
    <MessageBar
      kind="busy"
      actions={
        <Button ref={button} keys="Escape" onClick={onStop}>
          Stop
        </Button>
      }
    >
      {children}
      {taken > TELL_AFTER ? `, ${(taken / 1000).toFixed(1)} s` : ''}
    </MessageBar>
  );
}

/** What happened, in the engine's words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hintOf(error: unknown): string | undefined {
  return error instanceof BridgeFailure ? error.hint : undefined;
}
