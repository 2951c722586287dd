import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TextEdit } from '../../../../src-preload/contract/json-text/index.ts';
import { anyValue, type FieldSchema } from '../../../lib/documents/field-schema.ts';
import { documentSpan } from './cached-children.ts';
import { DocumentField } from './document-field.tsx';
import styles from './document-form.module.css';
import type { DocumentSession } from './document-session.ts';
import { FieldErrors } from './field-errors.tsx';
import { foldedAtFirst } from './folded-at-first.ts';
import { FormActionsProvider, FormFactsProvider } from './form-context.ts';
import { ObjectFields } from './object-fields.tsx';
import { type PlacedProblems, pathOf, placeOf } from './place-problems.ts';

export interface DocumentFormProps {
  readonly session: DocumentSession;
  readonly text: string;
  readonly stored: string | null;
  readonly schema: FieldSchema | null;
  readonly problems: PlacedProblems;
  readonly isReadOnly: boolean;
  /** The field that is not shown: the id has a place of its own. */
  readonly primaryKey: string | null;
  /** A value to be brought into sight and given the focus. */
  readonly wanted: { readonly place: string; readonly serial: number } | null;
}

/** A document as a form: made of the schema that the file keeps for it, else of the document itself. */
export function DocumentForm(props: DocumentFormProps) {
  const { session, text, stored, schema, problems, isReadOnly, primaryKey, wanted } = props;
  const form = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const toggle = useCallback((place: string, isOpen: boolean) => {
    setToggled((before) => new Map(before).set(place, isOpen));
  }, []);
  const actions = useMemo(
    () => ({
      change: (make: (now: string) => readonly TextEdit[] | null, group: string | null = null) => {
        const now = session.state().draft?.text;
        if (now !== undefined) session.change(make(now), group);
      },
      rest: session.rest,
      toggle,
      isReadOnly,
      Field: DocumentField,
    }),
    [session, toggle, isReadOnly],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as the document is when it is shown.
  const folded = useMemo(() => foldedAtFirst(text), [session]);
  const facts = useMemo(
    () => ({ text, stored, problems, toggled, folded }),
    [text, stored, problems, toggled, folded],
  );
  useEffect(() => {
    if (wanted === null) return;
    const path = pathOf(wanted.place);
    setToggled((before) => {
      const next = new Map(before);
      for (let depth = 1; depth <= path.length; depth += 1) next.set(placeOf(path.slice(0, depth)), true);
      return next;
    });
    const timer = setTimeout(() => focusPlace(form.current, wanted.place), 0);
    return () => clearTimeout(timer);
  }, [wanted]);
  return (
    <FormActionsProvider value={actions}>
      <FormFactsProvider value={facts}>
        <div ref={form} className={styles.form}>
          <FieldErrors errors={(problems.get(placeOf([])) ?? []).join('\n')} />
          <ObjectFields
            path={[]}
            span={documentSpan(text)}
            stored={stored === null ? null : documentSpan(stored)}
            schema={schema ?? anyValue}
            hidden={primaryKey ?? undefined}
          />
        </div>
      </FormFactsProvider>
    </FormActionsProvider>
  );
}

function focusPlace(form: HTMLElement | null, place: string): void {
  const found = [...(form?.querySelectorAll<HTMLElement>('[data-place]') ?? [])].find(
    (one) => one.dataset.place === place,
  );
  found?.scrollIntoView({ block: 'nearest' });
  found
    ?.querySelector<HTMLElement>('input:not([aria-hidden]), select, textarea, button')
    ?.focus({ preventScroll: true });
}
