import { Check } from 'lucide-react';
import { countOf } from '../../lib/cells/byte-size.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './changes.module.css';

export interface RestNoteProps {
  readonly count: number;
  readonly onShow: () => void;
}

/** Says that there are rows that do not differ. */
export function RestNote({ count, onShow }: RestNoteProps) {
  return (
    <p className={styles.rest} data-line="">
      <Check aria-hidden="true" />
      {countOf(count, 'more row')} {count === 1 ? 'is' : 'are'} as you saw {count === 1 ? 'it' : 'them'} and
      can be written.
      <PlainButton className={styles.link} onClick={onShow}>
        Show
      </PlainButton>
    </p>
  );
}
