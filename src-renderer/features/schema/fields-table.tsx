import { Check, ChevronDown, ChevronRight } from 'lucide-react';
import { type CSSProperties, useMemo, useState } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './schema.module.css';
import { type SchemaRow, unfoldedRows } from './schema-rows.ts';

export interface FieldsTableProps {
  readonly rows: readonly SchemaRow[];
  readonly onFollow: (table: string) => void;
}

/** The fields of a schema as a tree. */
export function FieldsTable({ rows, onFollow }: FieldsTableProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => unfoldedRows(rows, folded), [rows, folded]);
  const indexed = rows.filter(({ isIndexed, isUnique, isKey }) => isIndexed || isUnique || isKey).length;
  const foldable = rows.filter(({ children }) => children > 0);
  const isFolded = folded.size > 0;
  const toggle = (id: string) =>
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <Card
      title="Fields"
      note={`${rows.length}, of which ${indexed} indexed`}
      actions={
        foldable.length > 0 && (
          <Button
            variant="ghost"
            size="small"
            onClick={() => setFolded(isFolded ? new Set() : new Set(foldable.map(({ id }) => id)))}
          >
            {isFolded ? 'Unfold all' : 'Fold all'}
          </Button>
        )
      }
    >
      <div className={styles.scroller}>
        <table className={styles.table}>
          <thead>
            <tr>
              {['Field', 'Type', 'Required', 'Default', 'Unique', 'Index', 'Foreign key', 'Rules'].map(
                (head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <FieldRow
                key={row.id}
                row={row}
                isFolded={folded.has(row.id)}
                onToggle={() => toggle(row.id)}
                onFollow={onFollow}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

interface FieldRowProps {
  readonly row: SchemaRow;
  readonly isFolded: boolean;
  readonly onToggle: () => void;
  readonly onFollow: (table: string) => void;
}

function FieldRow({ row, isFolded, onToggle, onFollow }: FieldRowProps) {
  const { key, foreignKey } = row;
  return (
    <tr>
      <th scope="row">
        <span className={styles.field} style={{ '--depth': row.depth } as CSSProperties}>
          {row.children > 0 ? (
            <PlainButton
              className={styles.fold}
              aria-label={isFolded ? `Unfold ${key}` : `Fold ${key}`}
              aria-expanded={!isFolded}
              onClick={onToggle}
            >
              {isFolded ? <ChevronRight /> : <ChevronDown />}
            </PlainButton>
          ) : (
            <span className={styles.noFold} />
          )}
          <span className={styles.name}>{key === '' ? '""' : key}</span>
          {isFolded && <span className={styles.quiet}>{row.children} fields</span>}
        </span>
      </th>
      <td className={styles.mono} title={row.type}>
        {row.type}
      </td>
      <td>{row.isRequired && <Tick word="required" />}</td>
      <td className={styles.mono} title={row.default ?? undefined}>
        {row.default}
      </td>
      <td>{row.isUnique && <Tick word="unique" />}</td>
      <td>
        <span className={styles.badges}>
          {row.isKey && <Badge variant="key">PK</Badge>}
          {foreignKey !== null && <Badge variant="reference">FK</Badge>}
          {row.isUnique && !row.isKey && <Badge>UQ</Badge>}
          {row.isIndexed && !row.isUnique && <Badge>IX</Badge>}
        </span>
      </td>
      <td>
        {foreignKey !== null && (
          <PlainButton
            className={styles.link}
            onClick={() => onFollow(foreignKey.slice(0, foreignKey.lastIndexOf('.')))}
          >
            {foreignKey}
          </PlainButton>
        )}
      </td>
      <td>
        <span className={styles.badges}>
          {row.onlyInCode.length > 0 && <Badge variant="updated">in code</Badge>}
          {row.rules.length > 0 && (
            <span className={styles.quiet} title={row.rules.join(', ')}>
              {row.rules.join(', ')}
            </span>
          )}
        </span>
      </td>
    </tr>
  );
}

function Tick({ word }: { readonly word: string }) {
  return (
    <>
      <Check className={styles.tick} aria-hidden="true" />
      <VisuallyHidden>{word}</VisuallyHidden>
    </>
  );
}
