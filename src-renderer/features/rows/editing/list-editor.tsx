import { useMemo, useState } from 'react';
import type { EditValue } from '../../../../src-preload/contract/edits.ts';
import { optionText } from '../../../lib/edits/parse-value.ts';
import { ChoiceList } from './choice-list.tsx';
import type { EditorProps } from './editor-props.ts';

/** A cell that takes one of a few values: an enum, or true and false. */
export function ListEditor(props: EditorProps) {
  const { rule, cell } = props.plan.target;
  const [text, setText] = useState(props.plan.text);
  const [hasTyped, setTyped] = useState(props.plan.isTyped);
  const choices = useMemo(() => {
    const values: readonly EditValue[] = rule.editor === 'boolean' ? [1, 0] : rule.options;
    const known = rule.isRequired || values.includes(null) ? values : [...values, null];
    return known.map((value) => ({
      value,
      text: rule.editor === 'boolean' ? (value === null ? 'NULL' : String(value)) : optionText(value),
      label: rule.editor === 'boolean' && value !== null ? (value === 1 ? 'true' : 'false') : null,
    }));
  }, [rule]);
  const wanted = text.trim().toLowerCase();
  const shown = hasTyped
    ? choices.filter((choice) => `${choice.text} ${choice.label ?? ''}`.toLowerCase().includes(wanted))
    : choices;
  const current = choices.findIndex(({ value }) => value === cell || (value === null && cell === null));
  return (
    <ChoiceList
      {...props}
      text={text}
      choices={shown}
      start={hasTyped ? 0 : Math.max(0, current)}
      isNarrowed={hasTyped}
      isLoading={false}
      onText={(next) => {
        setText(next);
        props.onType(next);
        setTyped(true);
      }}
    />
  );
}
