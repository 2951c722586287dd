import { Plus } from 'lucide-react';
import type { CSSProperties } from 'react';
import {
  type DraftField,
  type DraftType,
  type FactTree,
  holdsFields,
  isSameType,
  kindCounts,
  type SchemaDraft,
  typeChoices,
  typeLabel,
  withNull,
} from '../../../src-preload/contract/schema-draft/index.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { addField, changeField, type DraftRow, draftRows, includeAll } from './draft-edits.ts';
import styles from './schema.module.css';
import { TickBox } from './tick-box.tsx';

export interface DraftTableProps {
  readonly title: string;
  readonly draft: SchemaDraft;
  readonly onChange: (draft: SchemaDraft) => void;
  /** By place; empty where no documents were read. */
  readonly trees: ReadonlyMap<number, FactTree>;
  /** Documents that were read; 0 where none were. */
  readonly documents: number;
  /** Fields can have columns of their own, and so be unique, indexed or foreign keys. */
  readonly hasColumns: boolean;
  readonly selected: number | null;
  readonly onSelect: (id: number) => void;
  /** Still being read: nothing can be changed yet. */
  readonly isBusy: boolean;
}

/** The fields of a schema that is being made. */
export function DraftTable(props: DraftTableProps) {
  const { title, draft, onChange, documents, hasColumns, isBusy } = props;
  const rows = draftRows(draft);
  const taken = rows.filter(({ field, isOff }) => field.isIncluded && !isOff).length;
  const heads = [
    ...['Field', 'Type'],
    ...(documents > 0 ? ['In documents'] : []),
    'Required',
    ...(hasColumns ? ['Unique', 'Index'] : []),
    ...(hasColumns ? [documents > 0 ? 'Examples, foreign key' : 'Foreign key'] : []),
    ...(!hasColumns && documents > 0 ? ['Examples'] : []),
  ];
  return (
    <Card
      title={title}
      note={`${taken} of ${rows.length}`}
      actions={
        <>
          <Button
            variant="ghost"
            size="small"
            disabled={isBusy}
            onClick={() => onChange(includeAll(draft, true))}
          >
            All
          </Button>
          <Button
            variant="ghost"
            size="small"
            disabled={isBusy}
            onClick={() => onChange(includeAll(draft, false))}
          >
            None
          </Button>
          <Button
            variant="ghost"
            size="small"
            icon={<Plus />}
            disabled={isBusy}
            onClick={() => onChange(addField(draft, null))}
          >
            Field
          </Button>
        </>
      }
    >
      <div className={styles.scroller}>
        <table className={classNames(styles.table, styles.edited)}>
          <thead>
            <tr>
              <th scope="col">
                <VisuallyHidden>Taken</VisuallyHidden>
              </th>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <DraftFieldRow key={row.field.id} {...props} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function DraftFieldRow({ row, ...props }: DraftTableProps & { readonly row: DraftRow }) {
  const { draft, onChange, trees, documents, hasColumns, selected, onSelect, isBusy } = props;
  const { field, isOff, inColumns } = row;
  const tree = field.fact === null ? null : (trees.get(field.fact) ?? null);
  const change = (values: Partial<DraftField>) =>
    onChange(changeField(draft, field.id, (before) => ({ ...before, ...values })));
  const isTaken = field.isIncluded && !isOff;
  const name = row.path.join('.');
  const canIndex = inColumns && !holdsFields(field.type) && name !== (draft.primaryKey ?? '_id');
  const last = (hasColumns ? field.foreignKey : null) ?? tree?.fact.examples.slice(0, 3).join(', ');
  const guard = { isDisabled: isBusy || !isTaken || !canIndex } as const;
  return (
    <tr
      data-selected={selected === field.id ? '' : undefined}
      className={isTaken ? undefined : styles.left}
      onClick={() => onSelect(field.id)}
    >
      <td>
        <TickBox
          label={`Take ${name}`}
          isChecked={isTaken}
          isDisabled={isBusy || isOff}
          onChange={(isIncluded) => change({ isIncluded })}
        />
      </td>
      <th scope="row">
        <span className={styles.field} style={{ '--depth': row.depth } as CSSProperties}>
          {field.fact === null ? (
            <TextField
              className={styles.key}
              label={`Name of ${name}`}
              isMono
              value={field.key}
              readOnly={isBusy}
              onFocus={() => onSelect(field.id)}
              onValueChange={(key) => change({ key })}
            />
          ) : (
            <PlainButton className={styles.link} onClick={() => onSelect(field.id)}>
              {field.key === '' ? '""' : field.key}
            </PlainButton>
          )}
        </span>
      </th>
      <td>
        <TypeMenu
          name={name}
          field={field}
          tree={tree}
          isDisabled={isBusy || !isTaken}
          onChoose={(type) => change({ type })}
        />
      </td>
      {documents > 0 && <td>{tree !== null && <Share tree={tree} documents={documents} />}</td>}
      <td>
        <TickBox
          label={`${name} is required`}
          isChecked={isTaken && field.isRequired}
          isDisabled={isBusy || !isTaken}
          onChange={(isRequired) => change({ isRequired })}
        />
      </td>
      {hasColumns && (
        <>
          <td>
            <TickBox
              label={`${name} is unique`}
              isChecked={isTaken && field.isUnique}
              {...guard}
              onChange={(isUnique) => change({ isUnique })}
            />
          </td>
          <td>
            <TickBox
              label={`${name} is indexed`}
              isChecked={isTaken && (field.isIndexed || field.isUnique)}
              {...guard}
              onChange={(isIndexed) => change({ isIndexed })}
            />
          </td>
        </>
      )}
      {(hasColumns || documents > 0) && (
        <td className={styles.mono} title={last}>
          {last}
        </td>
      )}
    </tr>
  );
}

interface TypeMenuProps {
  readonly name: string;
  readonly field: DraftField;
  readonly tree: FactTree | null;
  readonly isDisabled: boolean;
  readonly onChoose: (type: DraftType) => void;
}

function TypeMenu({ name, field, tree, isDisabled, onChoose }: TypeMenuProps) {
  const { type } = field;
  const found = typeChoices(tree);
  const choices = found.some((choice) => isSameType(choice, type)) ? found : [type, ...found];
  const takesNull = type.kind === 'union' && type.of.some(({ kind }) => kind === 'null');
  return (
    <Menu
      trigger={
        <SelectButton
          size="small"
          className={styles.type}
          disabled={isDisabled}
          aria-label={`Type of ${name}: ${typeLabel(type)}`}
        >
          {typeLabel(type)}
        </SelectButton>
      }
      entries={[
        {
          kind: 'choice',
          label: 'Type',
          value: String(choices.findIndex((choice) => isSameType(choice, type))),
          choices: choices.map((choice, index) => ({ value: String(index), label: typeLabel(choice) })),
          onChoose: (value) => onChoose(choices[Number(value)] ?? type),
          isClosing: true,
        },
        { kind: 'separator' },
        {
          kind: 'check',
          label: 'May be null',
          isChecked: takesNull,
          isDisabled: type.kind === 'any',
          onChange: (isChecked) => onChoose(withNull(type, isChecked)),
        },
      ]}
    />
  );
}

function Share({ tree, documents }: { readonly tree: FactTree; readonly documents: number }) {
  const share = Math.min(1, tree.fact.count / documents);
  const kinds = kindCounts(tree.fact);
  return (
    <span className={styles.share}>
      <span className={styles.meter} data-mixed={kinds.length > 1 ? '' : undefined} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      {percent(share)}
    </span>
  );
}

/** A share in words that never says 100% of what is less. */
export function percent(share: number): string {
  if (share === 1) return '100%';
  const value = share * 100;
  if (value >= 99.9) return '99.9%';
  return value < 0.1 && value > 0
    ? '<0.1%'
    : `${value < 10 ? value.toFixed(1) : Math.floor(value * 10) / 10}%`;
}
