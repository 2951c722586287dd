import type { PluginDetails } from '../../../src-preload/contract/plugins.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Note } from '../../ui/note.tsx';
import { isSlow, timeFigure, timeWords } from './plugin-words.ts';
import styles from './plugins.module.css';

export interface PluginCardProps {
  readonly details: PluginDetails;
  readonly areSettingsShown: boolean;
  readonly onTrace: () => void;
  readonly onSettings: () => void;
  readonly onTurn: (isOn: boolean) => void;
}

/** One plugin: what its hooks take of its time, and what can be done about it. */
export function PluginCard({ details, areSettingsShown, onTrace, onSettings, onTurn }: PluginCardProps) {
  const { plugin, hooks } = details;
  const slowest = hooks.toSorted((one, other) => other.share - one.share)[0];
  return (
    <Card
      title={plugin.name}
      note={plugin.about}
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
      {isSlow(plugin) && slowest !== undefined && (
        <div className={styles.noteBox}>
          <Note kind="pending">
            Operations wait for this plugin: 5 in 100 calls take over {timeWords(plugin.p95)}. Nothing that
            was stored is undone. Do less in <code className={styles.mono}>{slowest.hook}</code>, or turn it
            off.
          </Note>
        </div>
      )}
      <table className={styles.table} aria-label={`Hooks of ${plugin.name}`}>
        <colgroup>
          <col className={styles.colHook} />
          <col />
          <col className={styles.colCalls} />
          <col className={styles.colTime} />
          <col className={styles.colTime} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Hook</th>
            <th scope="col">Share of time</th>
            {['Calls', 'Mean, ms', 'p95, ms'].map((name) => (
              <th key={name} scope="col" className={styles.figure}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hooks.map(({ hook, share, calls, mean, p95 }) => (
            <tr key={hook} className={styles.low}>
              <th scope="row" className={styles.mono}>
                {hook}
              </th>
              <td>
                <Share share={share} isHot={isSlow({ p95, calls })} hook={hook} />
              </td>
              <td className={styles.figure}>{formatCount(calls)}</td>
              <td className={classNames(styles.figure, calls === 0 && styles.none)}>
                {timeFigure(mean, calls)}
              </td>
              <td className={classNames(styles.figure, calls === 0 && styles.none)}>
                {timeFigure(p95, calls)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

interface ShareProps {
  readonly share: number;
  readonly isHot: boolean;
  readonly hook: string;
}

function Share({ share, isHot, hook }: ShareProps) {
  const percent = Math.round(share * 100);
  return (
    <meter
      className={styles.meter}
      data-hot={isHot ? '' : undefined}
      value={percent}
      max={100}
      aria-label={`${hook}: ${percent} % of the time`}
    />
  );
}
