import { useState } from 'react';
import { ChoiceList } from './choice-list.tsx';
import type { EditorProps } from './editor-props.ts';
import { useParentRows } from './use-parent-rows.ts';

/** A cell of a foreign key: the rows of the other table, found by what was typed. */
export function ReferenceEditor(props: EditorProps) {
  const { rule } = props.plan.target;
  const [text, setText] = useState(props.plan.text);
  const [hasTyped, setTyped] = useState(props.plan.isTyped);
  const found = useParentRows(props.context, props.plan.target, hasTyped ? text : '');
  const none = rule.isRequired ? [] : [{ value: null, text: 'NULL', label: null }];
  return (
    <ChoiceList
      {...props}
      text={text}
      choices={hasTyped && text !== '' ? found.choices : [...found.choices, ...none]}
      start={0}
      isNarrowed={hasTyped}
      isLoading={found.isLoading}
      onText={(next) => {
        setText(next);
        props.onType(next);
        setTyped(true);
      }}
    />
  );
}
