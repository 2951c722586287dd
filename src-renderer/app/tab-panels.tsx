import { type ReactNode, useEffect, useRef, useState } from 'react';
import { classNames } from '../lib/class-names.ts';
import { TabShown } from '../lib/tab-shown.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { mountedTabs } from './mounted-tabs.ts';
import { rescueFocus } from './regions.ts';
import type { Tab } from './tab.ts';
import { tabName } from './tab.ts';
import styles from './tab-panels.module.css';

export interface TabPanelsProps {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
  /** A new turn draws the contents afresh. */
  readonly turn: number;
  readonly children: (tab: Tab) => ReactNode;
}

/** The contents of the tabs; those shown last stay drawn, so that going back costs nothing and loses no place. */
export function TabPanels({ tabs, active, turn, children }: TabPanelsProps) {
  const [drawn, setDrawn] = useState<readonly string[]>([]);
  const next = mountedTabs(
    drawn,
    active,
    tabs.map((tab) => tab.id),
  );
  if (next !== drawn) setDrawn(next);
  const before = useRef(active);
  useEffect(() => {
    if (before.current === active) return;
    before.current = active;
    // What is put away loses the focus with the next drawing.
    const frame = requestAnimationFrame(() => rescueFocus());
    return () => cancelAnimationFrame(frame);
  }, [active]);
  return (
    <div className={styles.panels}>
      {tabs
        .filter((tab) => next.includes(tab.id))
        .map((tab) => (
          <div
            key={tab.id}
            id={`${tab.id}-panel`}
            role="tabpanel"
            aria-label={tabName(tab)}
            data-region={tab.id === active ? 'content' : undefined}
            inert={tab.id !== active}
            className={classNames(styles.panel, tab.id !== active && styles.away)}
          >
            <ErrorBoundary key={turn} subject="This tab">
              <TabShown value={tab.id === active}>{children(tab)}</TabShown>
            </ErrorBoundary>
          </div>
        ))}
    </div>
  );
}
