import { type Ref, useImperativeHandle, useRef } from 'react';
import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import { TextField } from '../../ui/text-field.tsx';
import { parameterText, parameterValue } from './parameter-value.ts';
import styles from './parameters-strip.module.css';
import { useDrafts } from './use-drafts.ts';

export interface ParametersHandle {
  /** Puts the focus into the field of a parameter. */
  readonly ask: (name: string) => void;
}

export interface ParametersStripProps {
  /** Of the statement that would be run. */
  readonly names: readonly string[];
  readonly values: readonly QueryParameter[];
  /** Some have never been given a value, and the statement waits for that. */
  readonly isAsked: boolean;
  readonly onValue: (parameter: QueryParameter) => void;
  readonly onRun: () => void;
  readonly ref: Ref<ParametersHandle>;
}

/** The values of a statement's parameters; nothing in a field is NULL. */
export function ParametersStrip({ names, values, isAsked, onValue, onRun, ref }: ParametersStripProps) {
  const strip = useRef<HTMLFieldSetElement>(null);
  const drafts = useDrafts();
  useImperativeHandle(ref, () => ({
    ask: (name) =>
      strip.current?.querySelector<HTMLElement>(`[data-parameter="${CSS.escape(name)}"]`)?.focus(),
  }));
  if (names.length === 0) return null;
  return (
    <fieldset ref={strip} className={styles.strip} data-command-region="console">
      <legend className={styles.legend}>Parameters</legend>
      {names.map((name) => {
        const known = values.find((other) => other.name === name)?.value;
        const text = drafts.get(name) ?? (known === undefined ? '' : parameterText(known));
        return (
          <span key={name} className={styles.one}>
            <span className={styles.name} aria-hidden="true">
              {name}
            </span>
            <TextField
              label={`Value of ${name}`}
              data-parameter={name}
              placeholder="NULL"
              isMono
              className={styles.field ?? ''}
              value={text}
              onValueChange={(next) => {
                drafts.set(name, next);
                onValue({ name, value: parameterValue(next) });
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return;
                event.preventDefault();
                onRun();
              }}
            />
          </span>
        );
      })}
      <span className={styles.note} role="status">
        {isAsked ? 'Give the values, then run. An empty field is NULL.' : 'remembered for this console'}
      </span>
    </fieldset>
  );
}
