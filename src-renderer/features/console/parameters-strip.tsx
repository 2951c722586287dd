import { useEffect, useRef } from 'react';
import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import { TextField } from '../../ui/text-field.tsx';
import { parameterText, parameterValue } from './parameter-value.ts';
import styles from './parameters-strip.module.css';
import { useDrafts } from './use-drafts.ts';

export interface ParametersStripProps {
  /** Of the statement that would be run. */
  readonly names: readonly string[];
  readonly values: readonly QueryParameter[];
  /** The first that has never been given a value, and that the statement waits for; it gets the focus. */
  readonly asked: string | null;
  readonly onValue: (parameter: QueryParameter) => void;
  readonly onRun: () => void;
}

/** The values of a statement's parameters; nothing in a field is NULL. */
export function ParametersStrip({ names, values, asked, onValue, onRun }: ParametersStripProps) {
  const strip = useRef<HTMLFieldSetElement>(null);
  const drafts = useDrafts();
  const isThere = asked !== null && names.includes(asked);
  useEffect(() => {
    if (!isThere) return;
    strip.current?.querySelector<HTMLElement>(`[data-parameter="${CSS.escape(asked)}"]`)?.focus();
  }, [isThere, asked]);
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
        {asked !== null
          ? 'Give the values, then run. An empty field is NULL.'
          : 'remembered for this console'}
      </span>
    </fieldset>
  );
}
