import { type FieldSchema, optionLabel } from '../../lib/documents/field-schema.ts';
import { PlainSelect } from '../../ui/plain-select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import checks from './check.module.css';
import { kindsFor, readTyped, type TypedValue, type ValueKind } from './repair-value.ts';

export interface ValueControlProps {
  /** Its name for screen readers. */
  readonly label: string;
  /** What is asked for at its place. */
  readonly schema: FieldSchema;
  readonly value: TypedValue;
  readonly onChange: (value: TypedValue) => void;
}

const words: Readonly<Record<ValueKind, string>> = {
  choice: 'one of',
  text: 'text',
  number: 'number',
  boolean: 'true or false',
  date: 'date',
  bigint: 'bigint',
  null: 'null',
  json: 'JSON',
};

/** In the list of a choice: a value that is none of it. */
const OTHER = 'other';

/** A new value with its type: the one that the schema asks for at first, any other by choice. */
export function ValueControl(props: ValueControlProps) {
  const { label, schema, value, onChange } = props;
  if (value.kind === 'choice' || value.kind === 'boolean') return <ChoiceControl {...props} />;
  const { problem } = readTyped(value);
  return (
    <div className={checks.typed}>
      <span className={checks.select}>
        <PlainSelect
          aria-label={`Type, ${label.slice(0, 1).toLowerCase()}${label.slice(1)}`}
          value={value.kind}
          // One of the kinds below.
          onChange={({ target }) => onChange({ kind: target.value as ValueKind, text: '' })}
        >
          {kindsFor(schema).map((kind) => (
            <option key={kind} value={kind}>
              {kind === 'choice' ? `one of ${schema.options.length}` : words[kind]}
            </option>
          ))}
        </PlainSelect>
      </span>
      <TextField
        label={label}
        isMono
        value={value.kind === 'null' ? 'null' : value.text}
        readOnly={value.kind === 'null'}
        placeholder="stays as it is"
        error={problem ?? undefined}
        onValueChange={(text) => onChange({ ...value, text })}
      />
    </div>
  );
}

function ChoiceControl({ label, schema, value, onChange }: ValueControlProps) {
  const options = value.kind === 'boolean' ? ['true', 'false'] : schema.options;
  return (
    <span className={checks.select}>
      <PlainSelect
        aria-label={label}
        value={value.text}
        onChange={({ target }) =>
          onChange(target.value === OTHER ? { kind: 'text', text: '' } : { ...value, text: target.value })
        }
      >
        <option value="">stays as it is</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {optionLabel(option)}
          </option>
        ))}
        <option value={OTHER}>another value…</option>
      </PlainSelect>
    </span>
  );
}
