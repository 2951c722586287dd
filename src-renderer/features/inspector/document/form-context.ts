import { type ComponentType, createContext, use } from 'react';
import type { TextEdit } from '../../../../src-preload/contract/json-text/index.ts';
import type { DocumentFieldProps } from './field-props.ts';
import type { PlacedProblems } from './place-problems.ts';

/** What the fields of a document's form can do. It stays the same while somebody types. */
export interface FormActions {
  /** Makes a change of the text as it is now; changes of one group are taken back together. */
  readonly change: (make: (text: string) => readonly TextEdit[] | null, group?: string | null) => void;
  /** The focus left a field. */
  readonly rest: () => void;
  readonly toggle: (place: string, isOpen: boolean) => void;
  readonly isReadOnly: boolean;
  /** Draws a value inside of an object or array: values hold values. */
  readonly Field: ComponentType<DocumentFieldProps>;
}

/** What the groups of a form show. */
export interface FormFacts {
  readonly text: string;
  /** As the file has it, for "Before: …"; null: a new document. */
  readonly stored: string | null;
  readonly problems: PlacedProblems;
  /** Groups that were folded or unfolded by hand. */
  readonly toggled: ReadonlyMap<string, boolean>;
  /** Groups that begin folded, so that the form stays quick. */
  readonly folded: ReadonlySet<string>;
}

const actionsContext = createContext<FormActions | null>(null);
const factsContext = createContext<FormFacts | null>(null);

export const FormActionsProvider = actionsContext.Provider;
export const FormFactsProvider = factsContext.Provider;

/** Throws outside of a form. */
export function useFormActions(): FormActions {
  return found(use(actionsContext));
}

/** Throws outside of a form. */
export function useFormFacts(): FormFacts {
  return found(use(factsContext));
}

function found<T>(value: T | null): T {
  if (value === null) throw new Error('A field stands outside of a form.');
  return value;
}
