import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { JsonChild } from '../../../../src-preload/contract/json-text/index.ts';
import { formatCount } from '../../../lib/cells/byte-size.ts';
import type { FieldSchema } from '../../../lib/documents/field-schema.ts';
import { minimalJson } from '../../../lib/documents/minimal-json.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { FormGroup } from '../form-group.tsx';
import { ArrayFields } from './array-fields.tsx';
import { membersOf } from './cached-children.ts';
import styles from './document-form.module.css';
import { FieldErrors } from './field-errors.tsx';
import type { DocumentFieldProps } from './field-props.ts';
import { useFormActions, useFormFacts } from './form-context.ts';
import { ObjectFields } from './object-fields.tsx';
import { placeOf } from './place-problems.ts';
import { ScalarField, typeOf } from './scalar-field.tsx';
import { removeField, setField } from './set-field.ts';
import { ValueLabel } from './value-label.tsx';
import { fieldText, textKindOf } from './value-text.ts';
import { chosenVariant, VariantSelect } from './variant-select.tsx';

/** Groups begin folded below this depth, and where they are long. */
const OPEN_DEPTH = 3;
const MOST_OPEN = 40;

/** One value of a document, whatever it is. */
export function DocumentField(props: DocumentFieldProps) {
  const { path, label, schema, value, stored, isNew, isRequired, order, isRemovable } = props;
  const { text, stored: storedText, problems } = useFormFacts();
  const { change, isReadOnly } = useFormActions();
  const place = placeOf(path);
  const kind = value?.kind ?? null;
  const isContainer = kind === 'object' || kind === 'array';
  // Longer ones are no dates and no numbers of their own.
  const raw =
    value === null
      ? null
      : text.slice(value.from, isContainer && value.to - value.from > 4096 ? value.from : value.to);
  const before =
    isNew || storedText === null
      ? undefined
      : stored === null
        ? null
        : storedText.slice(stored.from, stored.to);
  const errors = (problems.get(place) ?? []).join('\n');
  const variant = schema.kind === 'union' ? chosenVariant(schema, text, value) : null;
  const inner = variant?.schema ?? schema;
  const select =
    schema.kind === 'union' && !isReadOnly ? (
      <VariantSelect
        label={label}
        schema={schema}
        chosen={variant}
        onChoose={(make) => change((now) => make(now, path, order))}
      />
    ) : null;
  const isText = textKindOf(inner, raw, kind) !== null || kind === 'boolean';
  if (isContainer && !(isText && inner.kind !== 'any') && textKindOf(inner, raw, kind) === null) {
    const remove = isRemovable && !isReadOnly ? () => change((now) => removeField(now, path)) : undefined;
    return <Group {...props} value={value} schema={inner} errors={errors} onRemove={remove} head={select} />;
  }
  const wantsContainer =
    ['object', 'array', 'record'].includes(inner.kind) || (schema.kind === 'union' && kind === null);
  if (wantsContainer && (kind === null || kind === 'null')) {
    return (
      <div data-place={place}>
        <ValueLabel
          label={label}
          type={typeOf(schema, kind)}
          isRequired={isRequired}
          rulesInCode={schema.rulesInCode}
        />
        <div className={styles.missing}>
          {kind === null ? 'no value' : 'null'}
          {!isReadOnly && (
            <Button
              size="small"
              onClick={() => change((now) => setField(now, path, minimalOf(inner), order))}
            >
              Add {label}
            </Button>
          )}
        </div>
        <FieldErrors errors={errors} />
      </div>
    );
  }
  return (
    <>
      <ScalarField
        place={place}
        label={label}
        schema={inner}
        raw={raw}
        kind={kind}
        isRequired={isRequired}
        before={before === raw ? undefined : before}
        errors={errors}
        order={order}
        isRemovable={isRemovable}
      />
      {select}
    </>
  );
}

interface GroupProps extends DocumentFieldProps {
  readonly errors: string;
  readonly onRemove: (() => void) | undefined;
  readonly head: ReactNode;
}

function Group({ path, label, schema, value, stored, errors, onRemove, head }: GroupProps) {
  const { text, toggled } = useFormFacts();
  const { toggle } = useFormActions();
  const place = placeOf(path);
  if (value === null) return null;
  const members = membersOf(text, value);
  const isOpen =
    toggled.get(place) ??
    (path.length <= OPEN_DEPTH && (value.kind === 'array' || members.length <= MOST_OPEN));
  const isArray = value.kind === 'array';
  return (
    <div data-place={place}>
      <FormGroup
        isPlain
        name={label}
        summary={isOpen ? '' : summaryOf(text, members)}
        type={
          isArray ? `array(${formatCount(members.length)})` : schema.kind === 'record' ? 'record' : 'object'
        }
        isOpen={isOpen}
        onToggle={() => toggle(place, !isOpen)}
        action={
          onRemove !== undefined && (
            <IconButton
              className={styles.groupRemove}
              size="small"
              label={`Remove ${label}`}
              onClick={onRemove}
            >
              <X />
            </IconButton>
          )
        }
      >
        {head}
        <FieldErrors errors={errors} />
        {isArray ? (
          <ArrayFields
            path={path}
            label={label}
            span={value}
            stored={stored}
            schema={schema}
            items={members}
          />
        ) : (
          <ObjectFields path={path} span={value} stored={stored} schema={schema} />
        )}
      </FormGroup>
      {!isOpen && <FieldErrors errors={errors} />}
    </div>
  );
}

/** The first values in one line, for a folded group; of an array of objects, those of the first. */
function summaryOf(text: string, members: readonly JsonChild[]): string {
  const [first] = members;
  if (first?.key === null && first.kind === 'object') return summaryOf(text, membersOf(text, first));
  return members
    .slice(0, 8)
    .filter(({ kind }) => kind !== 'object' && kind !== 'array' && kind !== 'null')
    .map(({ from, to }) => fieldText(text.slice(from, Math.min(to, from + 200) === to ? to : from)))
    .filter((value) => value !== '')
    .join(', ');
}

function minimalOf(schema: FieldSchema): string {
  const raw = minimalJson({ ...schema, isNullable: false });
  return raw === 'null' ? '{}' : raw;
}
