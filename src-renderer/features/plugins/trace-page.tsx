import { Ban, CircleCheck, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Trace, TraceStep } from '../../../src-preload/contract/plugins.ts';
import { classNames } from '../../lib/class-names.ts';
import { copyText } from '../../lib/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import { isTrouble, timeWords, traceSummary, traceText, verdictOf } from './plugin-words.ts';
import styles from './trace.module.css';

/** One operation hook by hook, in the order in which they were asked. */
export function TracePage({ trace }: { readonly trace: Trace }) {
  const { operation, given, steps, sql, sqlAt, notCalled, message } = trace;
  const isBad = operation.outcome === 'vetoed' || operation.outcome === 'failed';
  const row = (step: TraceStep, at: number) => (
    <Step key={at} step={step} number={at + 1} whole={operation.time} />
  );
  return (
    <>
      <header className={styles.verdict}>
        <span className={isBad ? styles.badMark : styles.goodMark} aria-hidden="true">
          {isBad ? <Ban /> : <CircleCheck />}
        </span>
        <div className={styles.says}>
          <h2 className={styles.title}>
            <span className={styles.mono}>{operation.name}</span> {operation.about} {verdictOf(trace)}
          </h2>
          <p className={styles.sub}>
            {traceSummary(trace)}
            {message !== null && isBad && ` ${message}`}
          </p>
        </div>
        <span className={styles.whole}>{timeWords(operation.time)}</span>
        <Button size="small" icon={<Copy />} onClick={() => void copyText(traceText(trace), 'Trace copied')}>
          Copy
        </Button>
      </header>
      <table className={styles.steps} aria-label="Hooks in their order">
        <colgroup>
          <col className={styles.colNumber} />
          <col className={styles.colHook} />
          <col />
          <col className={styles.colTime} />
        </colgroup>
        <thead>
          <tr>
            <td />
            <th scope="col">Hook, plugin</th>
            <th scope="col">What it was given and gave back</th>
            <th scope="col" className={styles.figure}>
              Time, ms
            </th>
          </tr>
        </thead>
        <tbody>
          {given !== null && (
            <Core hook="given" who="by the caller">
              <span className={styles.data}>{given}</span>
            </Core>
          )}
          {steps.slice(0, sqlAt).map(row)}
          {sql !== null && (
            <Core hook="SQL" who={sql.isRun ? 'run' : 'not run'}>
              <span className={styles.data}>{sql.text}</span>
            </Core>
          )}
          {steps.slice(sqlAt).map((step, at) => row(step, sqlAt + at))}
          {notCalled.map(({ hook, plugins }) => (
            <tr key={hook} className={styles.off}>
              <td />
              <th scope="row">
                <span className={styles.hook}>{hook}</span>
                <span className={styles.who}>{plugins.join(', ')}</span>
              </th>
              <td>not called: the operation ended before</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.legend}>
        <span className={styles.key} /> within its limit
        <span className={classNames(styles.key, styles.hot)} /> most of the time
        <span className={classNames(styles.key, styles.veto)} /> veto or error
        <span className={styles.grow} />
        Bars show when each hook ran within the {timeWords(operation.time)} of all hooks
      </p>
    </>
  );
}

function Core(props: { readonly hook: string; readonly who: string; readonly children: ReactNode }) {
  return (
    <tr className={styles.core}>
      <td />
      <th scope="row">
        <span className={styles.hook}>{props.hook}</span>
        <span className={styles.who}>{props.who}</span>
      </th>
      <td>{props.children}</td>
      <td />
    </tr>
  );
}

interface StepProps {
  readonly step: TraceStep;
  readonly number: number;
  /** Milliseconds of all hooks. */
  readonly whole: number;
}

function Step({ step, number, whole }: StepProps) {
  const { hook, plugin, time, start, lines, note } = step;
  const isBad = isTrouble(step);
  const isHot = !isBad && time > whole / 2 && time > 1;
  return (
    <tr className={classNames(isBad && styles.refused)}>
      <td className={styles.number}>{number}</td>
      <th scope="row">
        <span className={styles.hook}>{hook}</span>
        <span className={styles.who}>{plugin}</span>
      </th>
      <td>
        {lines.map(({ sign, text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same.
          <span key={at} className={sign === '+' ? styles.added : styles.cut}>
            <span>{sign === '+' ? '+' : '−'}</span>
            <span className={styles.text}>{text}</span>
          </span>
        ))}
        {note !== null && <span className={styles.note}>{note}</span>}
      </td>
      <td className={styles.time}>
        <span className={classNames(styles.ms, isHot && styles.hotText)}>
          {timeWords(time).replace(' ms', '')}
        </span>
        <Place start={start} time={time} whole={whole} kind={isBad ? 'veto' : isHot ? 'hot' : 'plain'} />
      </td>
    </tr>
  );
}

interface PlaceProps {
  readonly start: number;
  readonly time: number;
  readonly whole: number;
  readonly kind: 'plain' | 'hot' | 'veto';
}

/** When a hook ran within the whole; drawn, since styles may not stand in the page. */
function Place({ start, time, whole, kind }: PlaceProps) {
  const scale = whole === 0 ? 0 : 100 / whole;
  const width = Math.max(2, time * scale);
  return (
    <svg className={styles.place} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect
        className={kind === 'plain' ? styles.plain : kind === 'hot' ? styles.hotBar : styles.vetoBar}
        x={Math.min(100 - width, start * scale)}
        y={0}
        width={width}
        height={6}
      />
    </svg>
  );
}
