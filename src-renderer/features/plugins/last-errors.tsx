import { Copy } from 'lucide-react';
import type { PluginDetails } from '../../../src-preload/contract/plugins.ts';
import { copyText } from '../../lib/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PlainCell } from '../../ui/plain-cell.tsx';
import { type PlainColumn, PlainTable } from '../../ui/plain-table.tsx';
import { clockText } from './plugin-words.ts';

export interface LastErrorsProps {
  readonly plugin: string;
  readonly errors: PluginDetails['lastErrors'];
}

const COLUMNS: readonly PlainColumn[] = [
  { name: 'Time', width: '96px' },
  { name: 'Hook', width: '190px' },
  { name: 'Error', width: 'auto' },
];

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
      <PlainTable label={`Last errors of ${plugin}`} columns={COLUMNS} isHeadHidden isLow>
        {errors.map(({ at, hook, message }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two errors may be the same to the letter.
          <tr key={place}>
            <PlainCell isData tone="faint">
              {clockText(at)}
            </PlainCell>
            <PlainCell isData>{hook}</PlainCell>
            <PlainCell tone="bad" title={message}>
              {message}
            </PlainCell>
          </tr>
        ))}
      </PlainTable>
    </Card>
  );
}
