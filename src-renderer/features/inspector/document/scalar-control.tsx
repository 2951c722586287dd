import type { KeyboardEvent } from 'react';
import type { JsonKind } from '../../../../src-preload/contract/json-text/index.ts';
import { type FieldSchema, optionLabel } from '../../../lib/documents/field-schema.ts';
import { PlainArea } from '../../../ui/plain-area.tsx';
import { PlainField } from '../../../ui/plain-field.tsx';
import { PlainSelect } from '../../../ui/plain-select.tsx';
import { DatePicker } from '../date-picker.tsx';
import { hasLines, keepLineEnds } from '../line-ends.ts';
import { fieldText, rawOf, type TextKind, textKindOf } from './value-text.ts';

export interface ScalarControlProps {
  readonly name: string;
  readonly schema: FieldSchema;
  readonly raw: string | null;
  readonly kind: JsonKind | null;
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
  readonly isInvalid: boolean;
  readonly noteId: string;
  /** null: takes the value out. */
  readonly onSet: (raw: string | null, group: string | null) => void;
  readonly onRest: () => void;
  readonly group: string;
}

const LONG = 60;

/** What a value is edited with: a list where it is one of a few, a text field else. */
export function ScalarControl(props: ScalarControlProps) {
  const { schema, raw, kind, name, isInvalid, noteId, isReadOnly, isRequired, onSet, onRest } = props;
  /** Null where it may be, else nothing where it may, else null for the schema to judge. */
  function setNothing(): void {
    const mayBeNull = schema.isNullable || schema.kind === 'any' || schema.kind === 'null';
    onSet(mayBeNull || isRequired ? 'null' : null, null);
  }
  const common = {
    'aria-label': name,
    'aria-invalid': isInvalid || undefined,
    'aria-required': isRequired || undefined,
    'aria-describedby': noteId,
    onBlur: onRest,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== '0' || !(event.ctrlKey || event.metaKey) || event.altKey || isReadOnly) return;
      event.preventDefault();
      setNothing();
    },
  };
  const options = optionsOf(schema, kind);
  if (options !== null) {
    const shown = raw !== null && raw !== 'null' && !options.includes(raw) ? [...options, raw] : options;
    const empty = raw === null ? 'no value' : 'null';
    const hasEmpty = raw === null || raw === 'null' || schema.isNullable || !isRequired;
    return (
      <PlainSelect
        {...common}
        disabled={isReadOnly}
        value={raw === null || raw === 'null' ? '' : raw}
        onChange={({ target }) => (target.value === '' ? setNothing() : onSet(target.value, null))}
      >
        {hasEmpty && (
          <option value="">
            {raw === null || raw === 'null' ? empty : schema.isNullable ? 'null' : 'no value'}
          </option>
        )}
        {shown.map((option) => (
          <option key={option} value={option}>
            {optionLabel(option)}
          </option>
        ))}
      </PlainSelect>
    );
  }
  return <TextControl {...props} common={common} textKind={textKindOf(schema, raw, kind) ?? 'string'} />;
}

interface TextControlProps extends ScalarControlProps {
  readonly common: object;
  readonly textKind: TextKind;
}

function TextControl({ raw, isReadOnly, onSet, group, common, textKind, name }: TextControlProps) {
  const text = fieldText(raw);
  const put = (next: string) => onSet(rawOf(next, textKind, raw), group);
  const field = {
    ...common,
    'aria-label': name,
    value: text,
    readOnly: isReadOnly,
    placeholder: raw === null ? 'no value' : raw === 'null' ? 'null' : '',
  };
  if (textKind === 'string' && (text.length > LONG || hasLines(text))) {
    return <PlainArea {...field} rows={1} onChange={({ target }) => put(keepLineEnds(target.value, text))} />;
  }
  return (
    <>
      <PlainField {...field} onChange={({ target }) => put(target.value)} />
      {textKind === 'date' && !isReadOnly && <DatePicker name={name} text={text} onPick={put} />}
    </>
  );
}

/** JSON texts to choose from; null: anything may be typed. */
function optionsOf(schema: FieldSchema, kind: JsonKind | null): readonly string[] | null {
  if (schema.kind === 'enum') return schema.options;
  const isBoolean = schema.kind === 'boolean' || (schema.kind !== 'string' && kind === 'boolean');
  return isBoolean ? ['true', 'false'] : null;
}
