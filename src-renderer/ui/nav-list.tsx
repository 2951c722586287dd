import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import styles from './nav-list.module.css';

export interface NavItem<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly icon: ReactNode;
}

export interface NavListProps<V extends string> {
  readonly label: string;
  readonly items: readonly NavItem<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  /** The id of the element that shows what is chosen. */
  readonly controls: string;
}

/** The pages of a screen as a list at its left: one tab stop, arrows move and choose. */
export function NavList<V extends string>({ label, items, value, onChange, controls }: NavListProps<V>) {
  const root = useRef<HTMLDivElement>(null);
  function move(event: KeyboardEvent): void {
    const index = items.findIndex((item) => item.value === value);
    const target = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    const next = target === undefined ? undefined : items[target];
    if (next === undefined || target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onChange(next.value);
    root.current?.querySelectorAll<HTMLElement>('[role="tab"]')[target]?.focus();
  }
  return (
    <div
      ref={root}
      className={styles.list}
      role="tablist"
      aria-orientation="vertical"
      aria-label={label}
      onKeyDown={move}
    >
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          role="tab"
          aria-selected={item.value === value}
          aria-controls={controls}
          tabIndex={item.value === value ? 0 : -1}
          className={styles.item}
          onClick={() => onChange(item.value)}
        >
          {item.icon}
          {item.label}
        </button>
      ))}
    </div>
  );
}
