import { Card } from '../../ui/card.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './schema.module.css';
import type { CodeRule } from './schema-rows.ts';

/** Rules that no file can keep, since they are code. */
export function CodeRulesCard({ rules }: { readonly rules: readonly CodeRule[] }) {
  return (
    <Card title="Rules only in code" note={rules.length}>
      <table className={styles.table}>
        <thead>
          <tr>
            {['Field', 'Rule', 'What it does'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map(({ path, rule, words }) => (
            <tr key={`${path} ${rule}`}>
              <th scope="row" className={styles.mono}>
                {path}
              </th>
              <td>{rule}</td>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.padded}>
        <Note>Cairn checks every other rule. These run only where your program’s schema is loaded.</Note>
      </div>
    </Card>
  );
}
