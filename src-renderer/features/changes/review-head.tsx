import { ChevronDown, ChevronRight, Circle, Minus, Pencil, Plus } from 'lucide-react';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './changes.module.css';
import type { ReviewItem } from './review-items.ts';
import { countRows } from './review-rows.ts';
import { useReviewTools } from './review-tools.ts';

export interface ReviewHeadProps {
  readonly item: Extract<ReviewItem, { kind: 'head' }>;
  readonly onToggle: () => void;
}

/** The head of a card: a table, with what is staged of it. */
export function ReviewHead({ item, onToggle }: ReviewHeadProps) {
  const { kindOf, documentColumnOf } = useReviewTools();
  const { object, rows, differing, isOpen } = item;
  const noun = object !== null && kindOf(object) === 'collection' ? 'document' : 'row';
  const counts = countRows(rows);
  const title = object ?? 'Newest first';
  const isMerged = object !== null && documentColumnOf(object) !== null;
  return (
    <div className={styles.head} data-line="">
      <PlainButton className={styles.toggle} aria-expanded={isOpen} onClick={onToggle}>
        {isOpen ? <ChevronDown /> : <ChevronRight />}
        {object !== null && <ObjectIcon kind={kindOf(object)} />}
        <span className={styles.title}>{title}</span>
      </PlainButton>
      {differing !== null && differing > 0 ? (
        <span className={styles.note}>
          {formatCount(differing)} of {countOf(rows.length, noun)} {differing === 1 ? 'differs' : 'differ'}
          {isMerged && ', merged by path'}
        </span>
      ) : (
        <span className={styles.counts}>
          {counts.updated > 0 && (
            <span className={styles.updated}>
              <Circle aria-hidden="true" />
              {formatCount(counts.updated)} updated
            </span>
          )}
          {counts.inserted > 0 && (
            <span className={styles.inserted}>
              <Plus aria-hidden="true" />
              {formatCount(counts.inserted)} inserted
            </span>
          )}
          {counts.deleted > 0 && (
            <span className={styles.deleted}>
              <Minus aria-hidden="true" />
              {formatCount(counts.deleted)} deleted
            </span>
          )}
          {counts.drafts > 0 && (
            <span className={styles.typed}>
              <Pencil aria-hidden="true" />
              {countOf(counts.drafts, 'draft')}
            </span>
          )}
        </span>
      )}
    </div>
  );
}
