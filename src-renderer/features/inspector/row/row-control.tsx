import type { KeyboardEvent } from 'react';
import type { ColumnRule } from '../../../../src-preload/contract/edits.ts';
import { optionText } from '../../../lib/edits/parse-value.ts';
import { PlainArea } from '../../../ui/plain-area.tsx';
import { PlainField } from '../../../ui/plain-field.tsx';
import { PlainSelect } from '../../../ui/plain-select.tsx';
import { DatePicker } from '../date-picker.tsx';
import { hasLines, keepLineEnds } from '../line-ends.ts';
import type { FieldEdit } from './use-field-edit.ts';

export interface RowControlProps {
  readonly name: string;
  readonly rule: ColumnRule;
  readonly edit: FieldEdit;
  /** The column gets its default. */
  readonly isDefault: boolean;
  readonly isReference: boolean;
  readonly noteId: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const LONG = 60;

/** What a column is edited with. */
export function RowControl({ name, rule, edit, isDefault, isReference, noteId, onKeyDown }: RowControlProps) {
  const text = edit.text ?? '';
  const common = {
    'aria-label': name,
    'aria-invalid': edit.problem !== null || undefined,
    'aria-required': rule.isRequired || undefined,
    'aria-describedby': noteId,
  };
  if (rule.editor === 'enum' || rule.editor === 'boolean') {
    const options = rule.editor === 'boolean' ? ['true', 'false'] : rule.options.map(optionText);
    const value = rule.editor === 'boolean' ? booleanText(text) : text;
    const isListed = options.includes(value);
    return (
      <PlainSelect
        {...common}
        value={edit.isNull ? '' : value}
        onChange={({ target }) => void (target.value === '' ? edit.put(null) : edit.choose(target.value))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') onKeyDown(event);
        }}
      >
        {(edit.isNull || !rule.isRequired) && <option value="">{isDefault ? 'default' : 'NULL'}</option>}
        {!edit.isNull && !isListed && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </PlainSelect>
    );
  }
  const field = {
    ...common,
    value: text,
    placeholder: edit.isNull ? (isDefault ? defaultWords(rule) : 'NULL') : '',
    onBlur: () => void edit.finish(),
  };
  const isLong = rule.editor === 'json' || text.length > LONG || hasLines(text);
  if (isLong && (rule.editor === 'text' || rule.editor === 'json')) {
    // Shift+Enter breaks the line.
    return (
      <PlainArea
        {...field}
        rows={1}
        // Whoever asked for the whole text is about to edit it.
        autoFocus={edit.isOpened}
        onChange={({ target }) => edit.type(keepLineEnds(target.value, text))}
        onKeyDown={onKeyDown}
      />
    );
  }
  return (
    <>
      <PlainField
        {...field}
        size={isReference ? Math.max(4, Math.min(24, text.length + 1)) : undefined}
        style={isReference ? { flex: 'none', width: 'auto' } : undefined}
        onChange={({ target }) => edit.type(target.value)}
        onKeyDown={onKeyDown}
      />
      {rule.editor === 'date' && (
        <DatePicker name={name} text={text} onPick={(picked) => void edit.choose(picked)} />
      )}
    </>
  );
}

function booleanText(text: string): string {
  return text === '1' ? 'true' : text === '0' ? 'false' : text;
}

/** What a new row gets where nothing is typed. */
function defaultWords({ isGeneratedKey, defaultText }: ColumnRule): string {
  return isGeneratedKey ? 'auto' : defaultText === null ? 'NULL' : `default ${defaultText}`;
}
