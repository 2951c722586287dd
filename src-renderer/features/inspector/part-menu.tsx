import { Menu } from '../../ui/menu.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import styles from './inspector.module.css';

export interface PartMenuProps {
  /** Columns with documents. */
  readonly columns: readonly string[];
  /** null: the row with all its columns. */
  readonly value: string | null;
  readonly onChange: (column: string | null) => void;
}

const ROW = 'Whole row';

/** Says whether the row is shown, or the document in one of its columns. */
export function PartMenu({ columns, value, onChange }: PartMenuProps) {
  return (
    <div className={styles.part}>
      <Menu
        trigger={
          <SelectButton size="small" lead="Shows">
            {value ?? ROW}
          </SelectButton>
        }
        entries={[
          {
            kind: 'choice',
            label: 'Shows',
            value: value === null ? '' : `=${value}`,
            choices: [
              { value: '', label: ROW },
              ...columns.map((column) => ({ value: `=${column}`, label: column })),
            ],
            onChoose: (chosen) => onChange(chosen === '' ? null : chosen.slice(1)),
            isClosing: true,
          },
        ]}
      />
    </div>
  );
}
