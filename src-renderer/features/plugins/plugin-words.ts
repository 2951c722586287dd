import type { HookEvent, PluginInfo, Trace } from '../../../src-preload/contract/plugins.ts';
import { clockTime } from '../../lib/relative-time.ts';

/** Milliseconds of p95 from which operations visibly wait for a plugin. */
const SLOW = 100;

/** Milliseconds as figures of a table; "none" where nothing was measured. */
export function timeFigure(milliseconds: number, calls: number): string {
  return calls === 0 ? 'none' : figure(milliseconds);
}

/** Such as "0.02 ms" or "5,001 ms". */
export function timeWords(milliseconds: number): string {
  return `${figure(milliseconds)} ms`;
}

function figure(milliseconds: number): string {
  const digits = milliseconds >= 1000 ? 0 : milliseconds >= 100 ? 1 : 2;
  return milliseconds.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** The time of day, with a tenth of a second where calls follow each other. */
export function clockText(at: number, hasTenths = false): string {
  const time = clockTime(at);
  return hasTenths ? `${time}.${Math.floor(new Date(at).getMilliseconds() / 100)}` : time;
}

/** Whether operations wait for a plugin so long that people notice. */
export function isSlow({ p95, calls }: Pick<PluginInfo, 'p95' | 'calls'>): boolean {
  return calls > 0 && p95 >= SLOW;
}

/** What a plugin is, and where one of the user's own runs. */
export function aboutWords({ about, version, own, isOn }: PluginInfo): string {
  if (own === null) return about;
  const what = version === '' ? 'your plugin' : `your plugin, version ${version}`;
  if (own.pid !== null) return `${what}, in its own process ${own.pid}`;
  return isOn ? `${what}; its process begins with its next hook` : what;
}

/** Why a plugin of the user's own failed, and what can be done; null: it did not. */
export function failureWords({ own, isOn }: Pick<PluginInfo, 'own' | 'isOn'>): string | null {
  if (own === null || own.failure === null) return null;
  const what = /[.!?]$/u.test(own.failure) ? own.failure : `${own.failure}.`;
  return isOn
    ? `${what} It is started again when a hook is called. Correct the plugin and look again, or turn it off.`
    : `${what} Correct the plugin, and turn it on again.`;
}

/** Whether a call is to be pointed out. */
export function isTrouble({ outcome }: Pick<HookEvent, 'outcome'>): boolean {
  return outcome === 'vetoed' || outcome === 'failed' || outcome === 'late';
}

/** How an operation ended, as the head of its trace says it. */
export function verdictOf({ operation, steps, message }: Trace): string {
  const refusing = steps.find(isTrouble);
  if (operation.outcome === 'vetoed') return `was vetoed by ${refusing?.plugin ?? 'a plugin'}`;
  if (operation.outcome === 'failed') return 'failed';
  if (operation.outcome === 'running') return 'is under way';
  return message === null ? 'was done' : message;
}

/** What the verdict means, and how many hooks there were. */
export function traceSummary({ operation, steps, notCalled, sql }: Trace): string {
  const hooks = `${steps.length} ${steps.length === 1 ? 'hook' : 'hooks'} ran`;
  const missing = notCalled.reduce((sum, { plugins }) => sum + plugins.length, 0);
  const rest = missing === 0 ? '' : `, ${missing} ${missing === 1 ? 'was' : 'were'} not called`;
  if (operation.outcome === 'running') return `${hooks} so far.`;
  const written =
    operation.outcome === 'done' ? '' : sql === null || !sql.isRun ? 'Nothing was written. ' : '';
  return `${written}${hooks}${rest}.`;
}

/** A trace as text, for a report. */
export function traceText(trace: Trace): string {
  const { operation, steps, sql } = trace;
  const head = `${operation.name} ${operation.about} ${verdictOf(trace)}, ${timeWords(operation.time)}`;
  const lines = steps.map(({ hook, plugin, time, lines: changed, note }, at) => {
    const changes = changed.map(({ sign, text }) => `\n   ${sign} ${text}`).join('');
    return `${at + 1}. ${hook}, ${plugin}, ${timeWords(time)}${changes}${note === null ? '' : `\n   ${note}`}`;
  });
  const statement = sql === null ? [] : [`SQL${sql.isRun ? '' : ', not run'}: ${sql.text}`];
  return [head, traceSummary(trace), ...lines, ...statement].join('\n');
}
