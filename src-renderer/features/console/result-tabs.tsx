import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { PlainButton } from '../../ui/plain-button.tsx';
import type { ResultTab } from './console-slots.ts';
import styles from './result-tabs.module.css';

export interface ResultTabEntry {
  readonly tab: ResultTab;
  readonly label: string;
  readonly note: string | null;
}

export interface ResultTabsProps {
  readonly id: string;
  readonly tabs: readonly ResultTabEntry[];
  readonly shown: ResultTab;
  readonly onShow: (tab: ResultTab) => void;
  readonly actions: ReactNode;
}

/** The tabs below the editor: one tab stop, arrows choose. */
export function ResultTabs({ id, tabs, shown, onShow, actions }: ResultTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  function press(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || event.altKey) return;
    const at = tabs.findIndex(({ tab }) => tab === shown);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onShow(next.tab);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.tab}"]`)?.focus();
  }
  return (
    <div className={styles.bar}>
      <div ref={list} className={styles.list} role="tablist" aria-label="What came of it" onKeyDown={press}>
        {tabs.map(({ tab, label, note }) => (
          <PlainButton
            key={tab}
            id={`${id}-${tab}-tab`}
            role="tab"
            data-tab={tab}
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${id}-panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            className={styles.tab ?? ''}
            onClick={() => onShow(tab)}
          >
            {label}
            {note !== null && <span className={styles.note}>{note}</span>}
          </PlainButton>
        ))}
      </div>
      <div className={styles.actions}>{actions}</div>
    </div>
  );
}
