import { ArrowUpRight, Check, TriangleAlert } from 'lucide-react';
import type {
  Structure,
  StructureColumn,
  StructureForeignKey,
  StructureIndex,
  StructureTrigger,
} from '../../../src-preload/contract/catalog.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { Badge } from '../../ui/badge.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './structure-view.module.css';

const MADE_BY = { created: 'CREATE INDEX', unique: 'UNIQUE', 'primary key': 'PRIMARY KEY' } as const;

/** Opens the rows of another table. */
export type FollowTable = (table: string) => void;

export interface ColumnsTableProps {
  readonly columns: readonly StructureColumn[];
  readonly onFollow: FollowTable;
}

/** Columns with types, defaults, keys and references. */
export function ColumnsTable({ columns, onFollow }: ColumnsTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Not null</th>
          <th scope="col">Default</th>
          <th scope="col">Keys</th>
          <th scope="col">References</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => (
          <tr key={column.name}>
            <th scope="row" title={column.name}>
              {column.name}
            </th>
            <td className={styles.type}>{column.declaredType}</td>
            <td>
              {column.isNotNull && (
                <>
                  <Check className={styles.yes} />
                  <VisuallyHidden>yes</VisuallyHidden>
                </>
              )}
            </td>
            <td className={literalStyle(column.defaultSql)} title={column.defaultSql ?? undefined}>
              {column.defaultSql}
            </td>
            <td>
              <ColumnBadges column={column} />
            </td>
            <td>
              {column.references !== null && (
                <TableLink
                  table={column.references.table}
                  text={`${column.references.table}.${column.references.column}`}
                  onFollow={onFollow}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A default in the colours of the DDL: numbers and texts have theirs, names and expressions none. */
function literalStyle(sql: string | null): string | undefined {
  if (sql === null) return undefined;
  if (/^[+-]?[\d.]/.test(sql)) return classNames(styles.literal, styles.figure);
  return classNames(styles.literal, /^x?'/i.test(sql) && styles.text);
}

function ColumnBadges({ column }: { readonly column: StructureColumn }) {
  return (
    <span className={styles.badges}>
      {column.primaryKeyPosition > 0 && (
        <Badge variant="key" title={`Primary key, part ${column.primaryKeyPosition}`}>
          PK
        </Badge>
      )}
      {column.references !== null && (
        <Badge variant="reference" title="Foreign key">
          FK
        </Badge>
      )}
      {column.isUnique && column.primaryKeyPosition === 0 && <Badge title="Unique">UQ</Badge>}
      {column.isIndexed && !column.isUnique && <Badge title="Indexed">IX</Badge>}
      {column.isGenerated && <Badge title="Generated">GEN</Badge>}
      {column.isHidden && <Badge title="Hidden column of a virtual table">HID</Badge>}
      {column.collation !== null && column.collation !== 'BINARY' && (
        <Badge title="Collation">{column.collation}</Badge>
      )}
    </span>
  );
}

/** Indexes with their columns and sizes. */
export function IndexesTable({ indexes }: { readonly indexes: readonly StructureIndex[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Columns</th>
          <th scope="col">Unique</th>
          <th scope="col">Made by</th>
          <th scope="col" className={styles.number}>
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {indexes.map((index) => (
          <tr key={index.name}>
            <th scope="row" title={index.sql ?? index.name}>
              {index.name}
            </th>
            <td className={styles.type} title={index.columns.join(', ')}>
              {index.columns.join(', ')}
              {index.isPartial && <span className={styles.part}> where …</span>}
            </td>
            <td className={index.isUnique ? undefined : styles.part}>{index.isUnique ? 'yes' : 'no'}</td>
            <td className={styles.quiet} title={MADE_BY[index.origin]}>
              {MADE_BY[index.origin]}
            </td>
            <td className={styles.number}>{index.bytes === null ? '' : formatByteSize(index.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface ForeignKeysTableProps {
  readonly structure: Structure;
  readonly onFollow: FollowTable;
}

/** Foreign keys of this table and those of others that point to it. */
export function ForeignKeysTable({ structure, onFollow }: ForeignKeysTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">On update</th>
          <th scope="col">On delete</th>
        </tr>
      </thead>
      <tbody>
        {structure.foreignKeys.map((key) => (
          <ForeignKeyRow
            key={`${key.direction} ${key.table} ${key.from.join(',')} ${key.to.join(',')}`}
            foreignKey={key}
            onFollow={onFollow}
          />
        ))}
      </tbody>
    </table>
  );
}

interface ForeignKeyRowProps {
  readonly foreignKey: StructureForeignKey;
  readonly onFollow: FollowTable;
}

function ForeignKeyRow({ foreignKey, onFollow }: ForeignKeyRowProps) {
  const { direction, table, from, to, isBroken } = foreignKey;
  const other = (columns: readonly string[]) => `${table}.${columns.join(', ')}`;
  const link = (columns: readonly string[]) =>
    isBroken ? (
      <span className={styles.broken} title="This table or column does not exist.">
        <TriangleAlert />
        {other(columns)}
      </span>
    ) : (
      <TableLink table={table} text={other(columns)} onFollow={onFollow} />
    );
  return (
    <tr>
      <td className={styles.strong}>{direction === 'out' ? from.join(', ') : link(from)}</td>
      <td className={styles.strong}>{direction === 'out' ? link(to) : to.join(', ')}</td>
      <td className={styles.quiet}>{foreignKey.onUpdate.toLowerCase()}</td>
      <td className={styles.quiet}>{foreignKey.onDelete.toLowerCase()}</td>
    </tr>
  );
}

export interface TriggersTableProps {
  readonly object: string;
  readonly triggers: readonly StructureTrigger[];
  readonly onFollow: FollowTable;
}

/** Triggers that stand on it, or on another table and write into it. */
export function TriggersTable({ object, triggers, onFollow }: TriggersTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">When</th>
          <th scope="col">On</th>
        </tr>
      </thead>
      <tbody>
        {triggers.map((trigger) => (
          <tr key={trigger.name}>
            <th scope="row" title={trigger.sql}>
              {trigger.name}
            </th>
            <td title={trigger.sql}>{trigger.timing}</td>
            <td className={styles.type}>
              {trigger.table.toLowerCase() === object.toLowerCase() ? (
                'this'
              ) : (
                <TableLink table={trigger.table} text={trigger.table} onFollow={onFollow} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TableLinkProps {
  readonly table: string;
  readonly text: string;
  readonly onFollow: FollowTable;
}

function TableLink({ table, text, onFollow }: TableLinkProps) {
  return (
    <PlainButton className={classNames(styles.link)} title={`Open ${table}`} onClick={() => onFollow(table)}>
      <span className={styles.linkText}>{text}</span>
      <ArrowUpRight />
    </PlainButton>
  );
}
