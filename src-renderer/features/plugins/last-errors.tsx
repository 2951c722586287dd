import { Copy } from 'lucide-react';
import type { PluginDetails } from '../../../src-preload/contract/plugins.ts';
import { copyText } from '../../lib/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { clockText } from './plugin-words.ts';
import styles from './plugins.module.css';

export interface LastErrorsProps {
  readonly plugin: string;
  readonly errors: PluginDetails['lastErrors'];
}

/** What hooks of a plugin failed with, the newest first. */
export function LastErrors({ plugin, errors }: LastErrorsProps) {
  const text = errors.map(({ at, hook, message }) => `${clockText(at)} ${hook}: ${message}`).join('\n');
  return (
    <Card
      title="Last errors"
      note={errors.length}
      actions={
        <Button
          size="small"
          variant="ghost"
          icon={<Copy />}
          onClick={() => void copyText(`${plugin}\n${text}`, 'Errors copied')}
        >
          Copy
        </Button>
      }
    >
      <table className={styles.table} aria-label={`Last errors of ${plugin}`}>
        <colgroup>
          <col className={styles.colClock} />
          <col className={styles.colHook} />
          <col />
        </colgroup>
        <tbody>
          {errors.map(({ at, hook, message }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two errors may be the same to the letter.
            <tr key={place} className={styles.low}>
              <td className={styles.clock}>{clockText(at)}</td>
              <td className={styles.mono}>{hook}</td>
              <td className={styles.message} title={message}>
                {message}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
