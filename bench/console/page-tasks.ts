/** An event of a trace of Chromium. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds by the clock, and of the processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const TASK = 'ThreadControllerImpl::RunTask';
const MAIN_THREAD = 'CrRendererMain';

/**
 * The longest tasks of the main thread of the page that worked most, in milliseconds.
 * Source: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU, complete events
 */
export function longestTask(trace: Buffer): { readonly longest: number; readonly mostProcessorTime: number } {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const isMain = (event: TraceEvent) => event.name === 'thread_name' && event.args?.name === MAIN_THREAD;
  const threads = new Map(traceEvents.filter(isMain).map(({ pid, tid }) => [`${pid} ${tid}`, 0]));
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => name === TASK && ph === 'X' && threads.has(`${pid} ${tid}`),
  );
  for (const { pid, tid, dur = 0 } of tasks) {
    const thread = `${pid} ${tid}`;
    threads.set(thread, (threads.get(thread) ?? 0) + dur);
  }
  // A browser has other renderers, which wait.
  const [busiest] = [...threads].sort(([, a], [, b]) => b - a)[0] ?? [];
  const own = tasks.filter(({ pid, tid }) => `${pid} ${tid}` === busiest);
  if (own.length === 0) throw new Error('the browser has traced no task of the page');
  const most = (time: (task: TraceEvent) => number) => own.reduce((so, task) => Math.max(so, time(task)), 0);
  return {
    longest: most(({ dur = 0 }) => dur) / 1000,
    mostProcessorTime: most(({ tdur = 0 }) => tdur) / 1000,
  };
}
