import { Copy } from 'lucide-react';
import { countOf } from '../../lib/cells/byte-size.ts';
import { copyText } from '../../lib/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './statistics.module.css';

export interface JobProblemsProps {
  /** Of the job. */
  readonly name: string;
  readonly problems: readonly string[];
}

/** Problems that are shown; all of them can be copied. */
const MOST_SHOWN = 20;

/** What a job has found, the first ones to be read and all to be copied. */
export function JobProblems({ name, problems }: JobProblemsProps) {
  const rest = problems.length - MOST_SHOWN;
  return (
    <>
      <ul className={styles.problems}>
        {problems.slice(0, MOST_SHOWN).map((problem, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be the same to the letter.
          <li key={place}>{problem}</li>
        ))}
        {rest > 0 && <li>{countOf(rest, 'more problem')}</li>}
      </ul>
      <Button
        size="small"
        variant="ghost"
        icon={<Copy />}
        aria-label={`Copy what ${name} found`}
        onClick={() => void copyText(problems.join('\n'), `${countOf(problems.length, 'problem')} copied`)}
      >
        Copy
      </Button>
    </>
  );
}
