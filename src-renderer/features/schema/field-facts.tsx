import {
  countOf,
  type DraftField,
  everyDocument,
  type FactTree,
  isSameType,
  kindCounts,
  proposedType,
  typeLabel,
} from '../../../src-preload/contract/schema-draft/index.ts';
import type { DocumentFact } from '../../../src-preload/contract/schemas.ts';
import { classNames } from '../../lib/class-names.ts';
import { Note } from '../../ui/note.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { FactHistogram } from './fact-histogram.tsx';
import facts from './field-facts.module.css';
import styles from './schema.module.css';

export interface FieldFactsProps {
  readonly tree: FactTree;
  /** Documents that were read. */
  readonly documents: number;
  readonly field: DraftField;
  readonly isBusy: boolean;
  readonly onChange: (values: Partial<DraftField>) => void;
}

/** What was found of one field in all documents. */
export function FieldFacts({ tree, documents, field, isBusy, onChange }: FieldFactsProps) {
  const { fact } = tree;
  const mainKind = kindCounts(fact)[0]?.kind;
  const rare = kindCounts(fact)
    .slice(1)
    .reduce((sum, { count }) => sum + count, 0);
  const [usual, every] = [proposedType(tree), proposedType(tree, everyDocument)];
  const absent = Math.max(0, documents - fact.count);
  const most = Math.max(1, absent, ...fact.kinds.map(({ count }) => count));
  return (
    <>
      {rare > 0 && (
        <Note kind="warning">
          {rare === 1 ? '1 value is' : `${rare.toLocaleString('en')} values are`} of another kind than the
          other {(fact.count - rare - countOf(fact, 'null')).toLocaleString('en')}.
        </Note>
      )}
      <h3 className={styles.subtitle}>Kinds found</h3>
      <dl className={facts.lines}>
        {fact.kinds.map(({ kind, count }) => (
          <Line
            key={kind}
            name={kind}
            figure={count}
            share={count / most}
            isRare={rare > 0 && kind !== 'null' && !isOfKind(fact, kind, mainKind)}
          />
        ))}
        {absent > 0 && <Line name="absent" figure={absent} share={absent / most} />}
      </dl>
      {fact.numbers !== null && <FactHistogram title="Range of the numbers" bars={fact.numbers} />}
      {fact.texts === null && fact.lengths !== null && (
        <FactHistogram title="Length of the texts" bars={fact.lengths} unit="letters" />
      )}
      {fact.texts !== null && fact.texts.length > 0 && <Texts fact={fact} isOnly={rare === 0} />}
      {(fact.texts === null || fact.texts.length === 0) && fact.examples.length > 0 && (
        <>
          <h3 className={styles.subtitle}>Examples</h3>
          <ul className={facts.examples}>
            {fact.examples.map((example) => (
              <li key={example} title={example}>
                {example}
              </li>
            ))}
          </ul>
        </>
      )}
      {!isSameType(usual, every) && (
        <>
          <h3 className={styles.subtitle}>Propose as</h3>
          <SegmentedControl
            label="Propose as"
            value={isSameType(field.type, every) ? 'every' : 'usual'}
            segments={[
              { value: 'usual', label: typeLabel(usual), isDisabled: isBusy },
              { value: 'every', label: typeLabel(every), isDisabled: isBusy },
            ]}
            onChange={(choice) => onChange({ type: choice === 'every' ? every : usual, isIncluded: true })}
          />
          <p className={facts.hint}>
            “Check all documents” lists what the first leaves out; the second accepts every document.
          </p>
        </>
      )}
    </>
  );
}

/** Whether values of a kind are among those that most of them are. */
function isOfKind(
  fact: DocumentFact,
  kind: DocumentFact['kinds'][number]['kind'],
  main: ReturnType<typeof kindCounts>[number]['kind'] | undefined,
): boolean {
  const alone = kindCounts({ ...fact, kinds: fact.kinds.filter((one) => one.kind === kind) })[0]?.kind;
  if (alone === main) return true;
  // Integers among numbers are numbers, dates among texts are texts.
  return (main === 'number' && alone === 'integer') || (main === 'text' && alone === 'date');
}

function Texts({ fact, isOnly }: { readonly fact: DocumentFact; readonly isOnly: boolean }) {
  const texts = fact.texts ?? [];
  const count = texts.reduce((sum, text) => sum + text.count, 0);
  const most = Math.max(1, ...texts.map((text) => text.count));
  return (
    <>
      <h3 className={styles.subtitle}>
        {isOnly ? 'All texts' : count === 1 ? 'The text' : `The ${count.toLocaleString('en')} texts`}
      </h3>
      <dl className={facts.lines}>
        {texts.map(({ text, count: figure }) => (
          <Line key={text} name={JSON.stringify(text)} figure={figure} share={figure / most} isText />
        ))}
      </dl>
    </>
  );
}

interface LineProps {
  readonly name: string;
  readonly figure: number;
  /** 0 to 1. */
  readonly share: number;
  readonly isRare?: boolean;
  readonly isText?: boolean;
}

function Line({ name, figure, share, isRare = false, isText = false }: LineProps) {
  return (
    <div className={classNames(facts.line, isText && facts.textLine)}>
      <dt className={isText ? facts.text : undefined} title={name}>
        {name}
      </dt>
      <dd>
        <span className={styles.meter} data-mixed={isRare ? '' : undefined} aria-hidden="true">
          <span style={{ width: `${Math.max(share * 100, figure > 0 ? 1 : 0)}%` }} />
        </span>
        {figure.toLocaleString('en')}
      </dd>
    </div>
  );
}
