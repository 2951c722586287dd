import type { PluginDetails } from '../../../src-preload/contract/plugins.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Note } from '../../ui/note.tsx';
import { PlainCell } from '../../ui/plain-cell.tsx';
import { type PlainColumn, PlainTable } from '../../ui/plain-table.tsx';
import { ShareBar } from '../../ui/share-bar.tsx';
import { aboutWords, failureWords, isSlow, timeFigure, timeWords } from './plugin-words.ts';
import styles from './plugins.module.css';

export interface PluginCardProps {
  readonly details: PluginDetails;
  readonly areSettingsShown: boolean;
  readonly onTrace: () => void;
  readonly onSettings: () => void;
  readonly onTurn: (isOn: boolean) => void;
}

const COLUMNS: readonly PlainColumn[] = [
  { name: 'Hook', width: '190px' },
  { name: 'Share of time', width: 'auto' },
  { name: 'Calls', width: '80px', isFigure: true },
  { name: 'Mean, ms', width: '92px', isFigure: true },
  { name: 'p95, ms', width: '92px', isFigure: true },
];

/** One plugin: what its hooks take of its time, and what can be done about it. */
export function PluginCard({ details, areSettingsShown, onTrace, onSettings, onTurn }: PluginCardProps) {
  const { plugin, hooks } = details;
  const slowest = hooks.toSorted((one, other) => other.share - one.share)[0];
  const failure = failureWords(plugin);
  return (
    <Card
      title={plugin.name}
      note={aboutWords(plugin)}
      actions={
        <span className={styles.actions}>
          <Button size="small" variant="ghost" onClick={onTrace}>
            Trace
          </Button>
          <Button size="small" variant="ghost" aria-pressed={areSettingsShown} onClick={onSettings}>
            Settings
          </Button>
          <Button size="small" onClick={() => onTurn(!plugin.isOn)}>
            {plugin.isOn ? 'Turn off' : 'Turn on'}
          </Button>
        </span>
      }
    >
      {failure !== null && (
        <div className={styles.noteBox}>
          <Note kind="error">{failure}</Note>
        </div>
      )}
      {failure === null && isSlow(plugin) && slowest !== undefined && (
        <div className={styles.noteBox}>
          <Note kind="warning">
            Operations wait for this plugin: 5 in 100 calls take over {timeWords(plugin.p95)}. Nothing that
            was stored is undone. Do less in <code className={styles.code}>{slowest.hook}</code>, or turn it
            off.
          </Note>
        </div>
      )}
      {hooks.length === 0 ? (
        <p className={styles.unknown}>Its hooks are known once it was turned on.</p>
      ) : (
        <PlainTable label={`Hooks of ${plugin.name}`} columns={COLUMNS} isLow>
          {hooks.map(({ hook, share, calls, mean, p95 }) => (
            <tr key={hook}>
              <PlainCell isHead isData>
                {hook}
              </PlainCell>
              <PlainCell>
                <ShareBar label={hook} share={share} tone={isSlow({ p95, calls }) ? 'warning' : 'accent'} />
              </PlainCell>
              <PlainCell isFigure>{formatCount(calls)}</PlainCell>
              <PlainCell isFigure tone={calls === 0 ? 'faint' : undefined}>
                {timeFigure(mean, calls)}
              </PlainCell>
              <PlainCell isFigure tone={calls === 0 ? 'faint' : undefined}>
                {timeFigure(p95, calls)}
              </PlainCell>
            </tr>
          ))}
        </PlainTable>
      )}
    </Card>
  );
}
