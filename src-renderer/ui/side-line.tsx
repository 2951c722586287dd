import type { ReactNode } from 'react';
import { PlainButton } from './plain-button.tsx';
import styles from './side-line.module.css';

export interface SideLineProps {
  readonly icon: ReactNode;
  readonly name: string;
  /** A few figures at the end; empty where they are not known. */
  readonly note: string;
  /** The page that it leads to is shown. */
  readonly isShown: boolean;
  readonly onShow: () => void;
}

/** A line at the foot of the sidebar that leads to a page. */
export function SideLine({ icon, name, note, isShown, onShow }: SideLineProps) {
  return (
    <PlainButton className={styles.line ?? ''} aria-current={isShown ? 'page' : undefined} onClick={onShow}>
      {icon}
      <span className={styles.name}>{name}</span>
      <span className={styles.count}>{note}</span>
    </PlainButton>
  );
}
