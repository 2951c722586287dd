import { memo, useId } from 'react';
import type { JsonKind } from '../../../../src-preload/contract/json-text/index.ts';
import { pathText } from '../../../../src-preload/contract/json-text/index.ts';
import type { FieldSchema } from '../../../lib/documents/field-schema.ts';
import { EditFrame } from '../edit-frame.tsx';
import { useFormActions } from './form-context.ts';
import { pathOf } from './place-problems.ts';
import { ScalarControl } from './scalar-control.tsx';
import { removeField, setField } from './set-field.ts';
import { ValueLabel } from './value-label.tsx';
import { fieldText } from './value-text.ts';

export interface ScalarFieldProps {
  readonly place: string;
  readonly label: string;
  readonly schema: FieldSchema;
  /** JSON text; null: the document does not have it. */
  readonly raw: string | null;
  readonly kind: JsonKind | null;
  readonly isRequired: boolean;
  /** JSON text that the file has, if it is another one; undefined: nothing to tell. */
  readonly before: string | null | undefined;
  /** Sentences, one a line. */
  readonly errors: string;
  /** Keys of the object in the order of the schema. */
  readonly order: readonly string[];
  readonly isRemovable: boolean;
  /** In a small table: without a label, errors are told below the row. */
  readonly isCell?: boolean;
}

/** One value of a document. It is drawn again only when something of its own changed. */
export const ScalarField = memo(function ScalarField(props: ScalarFieldProps) {
  const { place, label, schema, raw, kind, isRequired, before, errors, order, isRemovable, isCell } = props;
  const { change, rest, isReadOnly } = useFormActions();
  const noteId = useId();
  const path = pathOf(place);
  const isWrong = errors !== '';
  const isChanged = before !== undefined && !isWrong;
  const set = (next: string | null, group: string | null) =>
    change((text) => (next === null ? removeField(text, path) : setField(text, path, next, order)), group);
  const control = (
    <EditFrame
      state={isReadOnly ? 'fixed' : isWrong ? 'error' : isChanged ? 'changed' : 'rest'}
      noteId={noteId}
      before={isChanged && !isCell ? (before === null ? 'no value' : shown(before)) : undefined}
      onRestore={isChanged && !isCell && !isReadOnly ? () => set(before, null) : undefined}
      errors={isWrong && !isCell ? errors.split('\n') : []}
      help={helpOf(raw, schema, isCell === true)}
      isTall={fieldText(raw).includes('\n')}
    >
      <ScalarControl
        name={isCell ? pathText(path) : label}
        schema={schema}
        raw={raw}
        kind={kind}
        isRequired={isRequired}
        isReadOnly={isReadOnly}
        isInvalid={isWrong}
        noteId={noteId}
        onSet={set}
        onRest={rest}
        group={place}
      />
    </EditFrame>
  );
  if (isCell) return control;
  return (
    <div data-place={place}>
      <ValueLabel
        label={label}
        type={typeOf(schema, kind)}
        isRequired={isRequired}
        rulesInCode={schema.rulesInCode}
        description={schema.description}
        onRemove={isRemovable && raw !== null && !isReadOnly ? () => set(null, null) : undefined}
      />
      {control}
    </div>
  );
});

function helpOf(raw: string | null, schema: FieldSchema, isCell: boolean): string | undefined {
  if (raw === '""' && !isCell && schema.kind !== 'enum') return 'empty text';
  return undefined;
}

/** What stood there, in a few words. */
function shown(raw: string): string {
  return raw === 'null' ? 'null' : fieldText(raw);
}

export function typeOf(schema: FieldSchema, kind: JsonKind | null): string {
  const type = schema.kind === 'any' || schema.kind === 'union' ? (kind ?? schema.typeText) : schema.typeText;
  return schema.isNullable ? `${type} | null` : type;
}
