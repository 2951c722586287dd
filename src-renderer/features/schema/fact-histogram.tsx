import type { DocumentFact } from '../../../src-preload/contract/schemas.ts';
import facts from './field-facts.module.css';
import styles from './schema.module.css';

export interface FactHistogramProps {
  readonly title: string;
  readonly bars: NonNullable<DocumentFact['numbers']>;
  readonly unit?: string;
}

/** How often values of each size were found; in words for whoever does not see it. */
export function FactHistogram({ title, bars, unit }: FactHistogramProps) {
  const { min, max, from, width, counts } = bars;
  const most = Math.max(...counts);
  const fullest = counts.indexOf(most);
  const about = `${title}: from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}, most of them from ${from + fullest * width} on`;
  return (
    <>
      <h3 className={styles.subtitle}>{title}</h3>
      <div className={facts.histogram}>
        <div className={facts.bars} role="img" aria-label={about}>
          {counts.map((count, at) => {
            const begin = from + at * width;
            return (
              <span
                key={begin}
                title={`${begin} up to ${begin + width}: ${count.toLocaleString('en')}`}
                style={{ height: `${count === 0 ? 0 : Math.max(4, (count / most) * 100)}%` }}
              />
            );
          })}
        </div>
        <span>{min}</span>
        <span className={facts.end}>
          {max}
          {unit === undefined ? '' : ` ${unit}`}
        </span>
      </div>
    </>
  );
}
