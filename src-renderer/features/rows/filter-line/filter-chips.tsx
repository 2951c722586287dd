import type { FilterTerm } from '../../../../src-preload/contract/rows.ts';
import { useMediaQuery } from '../../../lib/use-media-query.ts';
import { FilterChip } from '../../../ui/filter-chip.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';

export interface FilterChipsProps {
  readonly filter: readonly FilterTerm[];
  /** By its place, since two terms may be about the same column. */
  readonly onRemove: (index: number) => void;
  /** null: the filter as a whole. */
  readonly onEdit: (index: number | null) => void;
}

/** A chip for each term of the filter; where there is no room, one for all but the first. */
export function FilterChips({ filter, onRemove, onEdit }: FilterChipsProps) {
  const isNarrow = useMediaQuery('(max-width: 1199px)');
  const rest = filter.length - 1;
  const shown = rest > 1 || isNarrow ? 1 : 2;
  return (
    <>
      {filter.slice(0, shown).map((term, index) => (
        <FilterChip
          // biome-ignore lint/suspicious/noArrayIndexKey: terms have no other identity than their place.
          key={index}
          name={term.column.trim()}
          onRemove={() => onRemove(index)}
          onEdit={() => onEdit(index)}
        >
          {term.text}
        </FilterChip>
      ))}
      {filter.length > shown && (
        <FilterChip name={`+${rest}`} onEdit={() => onEdit(null)}>
          {isNarrow ? <VisuallyHidden>more filters</VisuallyHidden> : 'filters'}
        </FilterChip>
      )}
    </>
  );
}
