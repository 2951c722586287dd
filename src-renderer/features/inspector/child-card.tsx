import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { Related } from '../../../src-preload/contract/rows.ts';
import { countOf, formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import { cellText, keyIdentity } from '../../lib/cells/cell-text.ts';
import { CellValue } from '../../lib/cells/cell-value.tsx';
import { Button } from '../../ui/button.tsx';
import { ObjectIcon } from '../../ui/object-icon.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { columnWidths } from './column-widths.ts';
import { isOfFigures } from './related-facts.ts';
import styles from './related-view.module.css';

/** As many as stand beside each other; the others are seen where the rows are opened. */
const MAX_COLUMNS = 4;

type Child = Related['children'][number];

export interface ChildCardProps {
  readonly child: Child;
  /** How many rows are shown at most. */
  readonly most: number;
  readonly onOpenAll: () => void;
  readonly onOpenRow: (key: RowKey) => void;
  /** Shows more rows; undefined where they are shown already. */
  readonly onMore: (() => void) | undefined;
}

/** The first rows of a table that point at the row with the cursor. */
export function ChildCard({ child, most, onOpenAll, onOpenRow, onMore }: ChildCardProps) {
  const noun = child.kind === 'collection' ? 'document' : 'row';
  const { value, kind } = child.count;
  const counted =
    value === null ? '' : kind === 'exact' ? countOf(value, noun) : `${formatAbout(value)} ${noun}s`;
  const shown = child.rows.length;
  const note = [child.fromColumns.join(', '), shown === 0 ? `no ${noun}s` : counted]
    .filter(Boolean)
    .join(', ');
  const rest = (value ?? shown) - shown;
  return (
    <section className={styles.card}>
      <header className={shown === 0 ? styles.only : styles.head}>
        <ObjectIcon kind={child.kind} />
        <b title={child.table}>{child.table}</b>
        <span className={styles.note} title={note}>
          {note}
        </span>
        {shown > 0 && (
          <Button variant="ghost" size="small" onClick={onOpenAll}>
            Open all
          </Button>
        )}
      </header>
      {shown > 0 && <Rows child={child} onOpenRow={onOpenRow} />}
      {rest > 0 && (
        <footer className={styles.foot}>
          <span className={styles.note}>
            {shown} of {kind === 'exact' ? formatCount(value ?? 0) : formatAbout(value ?? 0)}, highest key
            first
          </span>
          {onMore !== undefined && (
            <PlainButton className={styles.link} onClick={onMore}>
              Show {formatCount(Math.min(rest, most - shown))} more
            </PlainButton>
          )}
        </footer>
      )}
    </section>
  );
}

function Rows({ child, onOpenRow }: Pick<ChildCardProps, 'child' | 'onOpenRow'>) {
  const columns = child.columns.slice(0, MAX_COLUMNS).map((name, index) => ({
    name,
    texts: [name, ...child.rows.map(({ cells }) => cellText(cells[index] ?? null))],
    // The first is the link to the row, at the left as all links.
    className: index > 0 && isOfFigures(child.rows, index) ? styles.figures : undefined,
  }));
  const widths = columnWidths(columns.map(({ texts }) => texts));
  return (
    <table className={styles.table} aria-label={child.table}>
      <colgroup>
        {columns.map(({ name }, index) => (
          <col
            key={name}
            style={widths[index] == null ? undefined : { width: `calc(${widths[index]}ch + 20px)` }}
          />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ name, className }) => (
            <th key={name} scope="col" className={className} title={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {child.rows.map((row) => (
          <tr key={keyIdentity(row.key)}>
            {columns.map(({ name, className }, index) => (
              <td key={name} className={className} title={cellText(row.cells[index] ?? null).slice(0, 500)}>
                {index === 0 ? (
                  <PlainButton className={styles.link} onClick={() => onOpenRow(row.key)}>
                    <CellValue cell={row.cells[0] ?? null} />
                  </PlainButton>
                ) : (
                  <CellValue cell={row.cells[index] ?? null} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
