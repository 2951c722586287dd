import type { JsonChild, JsonPath, TextSpan } from '../../../../src-preload/contract/json-text/index.ts';
import type { FieldSchema } from '../../../lib/documents/field-schema.ts';

/** One value of a document in its form. */
export interface DocumentFieldProps {
  readonly path: JsonPath;
  readonly label: string;
  readonly schema: FieldSchema;
  /** null: the document does not have it. */
  readonly value: Pick<JsonChild, 'from' | 'to' | 'kind'> | null;
  /** The same value as the file has it. */
  readonly stored: TextSpan | null;
  /** What is around it is new: nothing is compared. */
  readonly isNew: boolean;
  readonly isRequired: boolean;
  readonly order: readonly string[];
  readonly isRemovable: boolean;
}
