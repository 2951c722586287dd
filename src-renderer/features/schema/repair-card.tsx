import { ArrowRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FaultyDocument, ProblemGroup } from '../../../src-preload/contract/schemas.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import type { FieldSchema } from '../../lib/documents/field-schema.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Note } from '../../ui/note.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { showToast } from '../../ui/toasts.ts';
import checks from './check.module.css';
import { type Repair, type RepairedValue, repairedValues, repairSteps } from './repair.ts';
import { RepairPreview } from './repair-preview.tsx';
import { emptyValue, schemaAt, suggestedValue, type TypedValue } from './repair-value.ts';
import styles from './schema.module.css';
import { type TrialState, useRepairTrial } from './use-repair-trial.ts';
import { ValueControl } from './value-control.tsx';

export interface RepairCardProps {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  readonly column: string;
  /** What the documents are checked against; null: the schema that the file keeps. */
  readonly schema: string | null;
  /** The same, to be read. */
  readonly fields: FieldSchema | null;
  readonly group: ProblemGroup;
  readonly documents: readonly FaultyDocument[];
  readonly onClose: () => void;
}

/** Values whose change is shown at first. */
const SHOWN = 3;
const MOST_SHOWN = 1000;

/** Puts the values of one group right: shown before and after, and staged, never written at once. */
export function RepairCard(props: RepairCardProps) {
  const { client, file, object, column, group, documents, onClose } = props;
  const wanted = useMemo(() => schemaAt(props.fields, documents[0]?.path ?? []), [props.fields, documents]);
  const [kind, setKind] = useState<Repair['kind']>(hasValues(group) ? 'replace' : 'set');
  const [replaced, setReplaced] = useState(() => suggestions(group, wanted));
  const [value, setValue] = useState(() => emptyValue(wanted));
  const [isAllShown, setAllShown] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isStaging, setStaging] = useState(false);
  const values = useMemo(() => {
    const repair: Repair =
      kind === 'replace' ? { kind, values: replaced } : kind === 'set' ? { kind, value } : { kind };
    return repairedValues(documents, repair);
  }, [documents, kind, replaced, value]);
  const trial = useRepairTrial(props, values);
  const shown = values.slice(0, isAllShown ? MOST_SHOWN : SHOWN);
  const count = `${values.length} ${values.length === 1 ? 'repair' : 'repairs'}`;

  async function stage(): Promise<void> {
    setStaging(true);
    setFailure(null);
    try {
      const steps = repairSteps(object, column, values);
      await client.edits.stage({ file, steps, label: `Repair ${group.path} of ${object}`.slice(0, 200) });
      showToast({ title: `${count} staged`, description: 'Nothing is written until you commit.' });
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
    }
    setStaging(false);
  }

  return (
    <Card
      title={`Repair ${group.path} in ${documents.length} documents`}
      actions={<Badge variant="pending">will be staged</Badge>}
    >
      <div className={styles.padded}>
        <SegmentedControl
          label="How to repair"
          value={kind}
          segments={[
            { value: 'replace', label: 'Replace values', isDisabled: !hasValues(group) },
            { value: 'set', label: 'Set to a value' },
            { value: 'remove', label: 'Remove the field' },
          ]}
          onChange={setKind}
        />
        {kind === 'replace' && (
          <div className={checks.replaces}>
            {group.values.map(({ json, count: times }) =>
              json === null ? null : (
                <Replace
                  key={json}
                  json={json}
                  times={times}
                  schema={wanted}
                  value={replaced.get(json) ?? emptyValue(wanted)}
                  onChange={(typed) => setReplaced(new Map(replaced).set(json, typed))}
                />
              ),
            )}
          </div>
        )}
        {kind === 'set' && (
          <ValueControl label="New value" schema={wanted} value={value} onChange={setValue} />
        )}
        {[failure, trial.failure].map((one) =>
          one === null ? null : (
            <Note key={one.message} kind="error">
              {one.message} {one.hint}
            </Note>
          ),
        )}
      </div>
      {shown.length > 0 && <RepairPreview values={shown} trial={trial} />}
      <div className={checks.actions}>
        <span className={styles.quiet} role="status">
          {wordsOf(values, shown.length, trial, group, documents)}
        </span>
        <span className={styles.grow} />
        <Button onClick={onClose}>Cancel</Button>
        {values.length > SHOWN && (
          <Button onClick={() => setAllShown(!isAllShown)}>
            {isAllShown ? 'Preview a few' : 'Preview all'}
          </Button>
        )}
        <Button variant="primary" disabled={values.length === 0 || isStaging} onClick={() => void stage()}>
          Stage {count}
        </Button>
      </div>
    </Card>
  );
}

function hasValues({ values }: ProblemGroup): boolean {
  return values.some(({ json }) => json !== null);
}

function suggestions({ values }: ProblemGroup, schema: FieldSchema): ReadonlyMap<string, TypedValue> {
  return new Map(
    values.flatMap(({ json }) => (json === null ? [] : [[json, suggestedValue(schema, json)] as const])),
  );
}

function wordsOf(
  values: readonly RepairedValue[],
  shown: number,
  { problems, isRunning, isUnknown }: TrialState,
  group: ProblemGroup,
  documents: readonly FaultyDocument[],
): string {
  if (values.length === 0) return 'Say what the values are to be.';
  const keys = new Set(values.map(({ document }) => keyIdentity(document.key)));
  const matching = [...keys].filter((key) => problems.get(key)?.length === 0).length;
  const result = isRunning
    ? `${matching} of ${keys.size} match so far`
    : isUnknown
      ? 'the schema takes too long to tell whether they match'
      : matching === keys.size
        ? `All ${keys.size} match the schema after this`
        : `${matching} of ${keys.size} match the schema after this`;
  return [
    ...(group.documents > new Set(documents.map(({ key }) => keyIdentity(key))).size
      ? [`The first ${documents.length}; check again for the rest.`]
      : []),
    ...(values.length > shown ? [`and ${values.length - shown} more.`] : []),
    `${result}; only the value itself changes in each.`,
  ].join(' ');
}

interface ReplaceProps {
  readonly json: string;
  readonly times: number;
  readonly schema: FieldSchema;
  readonly value: TypedValue;
  readonly onChange: (value: TypedValue) => void;
}

function Replace({ json, times, schema, value, onChange }: ReplaceProps) {
  return (
    <>
      <span className={checks.wrong} title={json}>
        {json}
      </span>
      <ArrowRight className={checks.arrow} aria-hidden="true" />
      <ValueControl label={`Instead of ${json}`} schema={schema} value={value} onChange={onChange} />
      <span className={styles.quiet}>
        {times} {times === 1 ? 'value' : 'values'}
      </span>
    </>
  );
}
