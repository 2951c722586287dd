import { X } from 'lucide-react';
import { type ReactNode, useCallback, useMemo } from 'react';
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
import { beginsOpen } from './folded-at-first.ts';
import { useFormActions, useFormFacts } from './form-context.ts';
import { ObjectFields } from './object-fields.tsx';
import { pathOf, placeOf } from './place-problems.ts';
import { ScalarField, typeOf } from './scalar-field.tsx';
import { removeField, setField } from './set-field.ts';
import { ValueLabel } from './value-label.tsx';
import { fieldText, textKindOf } from './value-text.ts';
import { chosenVariant, VariantSelect } from './variant-select.tsx';

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
  if (
    value !== null &&
    isContainer &&
    !(isText && inner.kind !== 'any') &&
    textKindOf(inner, raw, kind) === null
  ) {
    return <Group {...props} value={value} schema={inner} errors={errors} head={select} />;
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
  readonly value: NonNullable<DocumentFieldProps['value']>;
  readonly errors: string;
  readonly head: ReactNode;
}

function Group({ path, label, schema, value, stored, errors, isRemovable, head }: GroupProps) {
  const { text, toggled, folded } = useFormFacts();
  const { toggle, isReadOnly } = useFormActions();
  const place = placeOf(path);
  const isAtHand = isRemovable && !isReadOnly;
  // A folded group is drawn again only when something of its own changed.
  const remove = useMemo(
    () => (isAtHand ? <RemoveGroup place={place} label={label} /> : undefined),
    [isAtHand, place, label],
  );
  const members = membersOf(text, value);
  const isArray = value.kind === 'array';
  const isOpen = toggled.get(place) ?? (!folded.has(place) && beginsOpen(path, isArray, members.length));
  const turn = useCallback(() => toggle(place, !isOpen), [toggle, place, isOpen]);
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
        onToggle={turn}
        action={remove}
      >
        {isOpen ? (
          <>
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
          </>
        ) : null}
      </FormGroup>
      {!isOpen && <FieldErrors errors={errors} />}
    </div>
  );
}

function RemoveGroup({ place, label }: { readonly place: string; readonly label: string }) {
  const { change } = useFormActions();
  return (
    <IconButton
      className={styles.groupRemove}
      size="small"
      label={`Remove ${label}`}
      onClick={() => change((now) => removeField(now, pathOf(place)))}
    >
      <X />
    </IconButton>
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
