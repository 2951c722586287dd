import { ArrowRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FaultyDocument, ProblemGroup } from '../../../src-preload/contract/schemas.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Note } from '../../ui/note.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toasts.tsx';
import checks from './check.module.css';
import { type Repair, repairedValues, repairSteps } from './repair.ts';
import styles from './schema.module.css';

export interface RepairCardProps {
  readonly client: Client;
  readonly file: string;
  readonly object: string;
  readonly column: string;
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
  const [kind, setKind] = useState<Repair['kind']>('replace');
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const [text, setText] = useState('');
  const [isAllShown, setAllShown] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isStaging, setStaging] = useState(false);
  const values = useMemo(() => {
    const repair: Repair = kind === 'replace' ? { kind, texts } : kind === 'set' ? { kind, text } : { kind };
    return repairedValues(documents, repair);
  }, [documents, kind, texts, text]);
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
            { value: 'replace', label: 'Replace values' },
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
                  text={texts.get(json) ?? ''}
                  onText={(typed) => setTexts(new Map(texts).set(json, typed))}
                />
              ),
            )}
          </div>
        )}
        {kind === 'set' && (
          <TextField
            label="New value"
            isMono
            value={text}
            placeholder="New value"
            help="JSON, or a text as it is"
            onValueChange={setText}
          />
        )}
        {failure !== null && (
          <Note kind="error">
            {failure.message} {failure.hint}
          </Note>
        )}
      </div>
      {shown.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              {['Document', 'Before', 'After'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ document, after }) => (
              <tr key={JSON.stringify([document.id, document.path])}>
                <th scope="row" className={styles.mono}>
                  {document.id}
                </th>
                <td>
                  {document.json === null ? (
                    <span className={styles.quiet}>none</span>
                  ) : (
                    <span className={checks.before} title={document.json}>
                      {document.json}
                    </span>
                  )}
                </td>
                <td>
                  {after === null ? (
                    <span className={styles.quiet}>removed</span>
                  ) : (
                    <span className={checks.after} title={after}>
                      {after}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={checks.actions}>
        <span className={styles.quiet}>
          {values.length === 0
            ? 'Say what the values are to be.'
            : `${group.documents > documents.length ? `The first ${documents.length}; check again for the rest. ` : ''}${values.length > shown.length ? `and ${values.length - shown.length} more. ` : ''}Only the value itself changes in each.`}
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

interface ReplaceProps {
  readonly json: string;
  readonly times: number;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function Replace({ json, times, text, onText }: ReplaceProps) {
  return (
    <>
      <span className={styles.name} title={json}>
        {json}
      </span>
      <ArrowRight className={checks.arrow} aria-hidden="true" />
      <TextField label={`Instead of ${json}`} isMono value={text} onValueChange={onText} />
      <span className={styles.quiet}>
        {times} {times === 1 ? 'value' : 'values'}
      </span>
    </>
  );
}
