import { use, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type {
  HookEvent,
  PluginDetails,
  PluginList,
  Trace,
  TracedOperation,
} from '../../../src-preload/contract/plugins.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { TabShown } from '../../lib/tab-shown.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';
import { emptyFeed, released, shownOf, withEvents } from './hook-feed.ts';

export interface PluginsState {
  readonly list: PluginList | null;
  /** Of the plugin that is chosen. */
  readonly details: PluginDetails | null;
  readonly failure: Failure | null;
  readonly turn: (plugin: string, isOn: boolean) => void;
  readonly reset: () => void;
  /** Looks for the user's own plugins again. */
  readonly rescan: () => void;
  readonly reload: () => void;
}

/** The plugins of a file with what they did, read again when hooks were called: at most four times a second. */
export function usePlugins(
  client: Client,
  file: string,
  chosen: string | null,
  isPaused: boolean,
): PluginsState {
  const [list, setList] = useState<PluginList | null>(null);
  const [details, setDetails] = useState<PluginDetails | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** Of what was asked for last; the page is read again all the time. */
  const [refusal, setRefusal] = useState<Failure | null>(null);
  const newest = useRef(0);
  const reload = useCallback(() => {
    newest.current += 1;
    const own = newest.current;
    const detailed = chosen === null ? null : client.plugins.details({ file, plugin: chosen });
    Promise.all([client.plugins.list({ file }), detailed]).then(
      ([all, one]) => {
        if (own !== newest.current) return;
        setList(all);
        setDetails(one);
        setFailure(null);
      },
      (error: unknown) => own === newest.current && setFailure(toFailure(error)),
    );
  }, [client, file, chosen]);
  // Also when a pause ends.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => reload(), [reload, isPaused]);
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') reload();
  });
  useBridgeEvent(client, 'plugins.events', (news) => {
    if (news.file === file && !isPaused) reload();
  });
  useBridgeEvent(client, 'plugins.changed', (news) => {
    if (news.file === file) reload();
  });
  const act = useCallback((work: Promise<PluginList>) => {
    work.then(
      (all) => {
        setList(all);
        setRefusal(null);
      },
      (error: unknown) => setRefusal(toFailure(error)),
    );
  }, []);
  const turn = useCallback(
    (plugin: string, isOn: boolean) => act(client.plugins.turn({ file, plugin, isOn })),
    [act, client, file],
  );
  const reset = useCallback(() => act(client.plugins.reset({ file })), [act, client, file]);
  const rescan = useCallback(() => act(client.plugins.rescan({ file })), [act, client, file]);
  const shown = details?.plugin.name === chosen ? details : null;
  return { list, details: shown, failure: failure ?? refusal, turn, reset, rescan, reload };
}

export interface HookEventsState {
  /** The newest first. */
  readonly events: readonly HookEvent[];
  /** Calls that came since the list was left at the top, or paused. */
  readonly waiting: number;
  readonly showWaiting: () => void;
}

/** The last calls of hooks. New ones wait while `isHeld`: the list is not at its top, or paused. */
export function useHookEvents(client: Client, file: string, isHeld: boolean): HookEventsState {
  const [feed, setFeed] = useState(emptyFeed);
  const isShown = use(TabShown);
  const [engines, setEngines] = useState(0);
  const take = useEffectEvent((events: readonly HookEvent[]) =>
    setFeed((known) => withEvents(known, events, isHeld)),
  );
  // Another engine counts the calls anew.
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state !== 'restarted') return;
    setFeed(emptyFeed);
    setEngines(engines + 1);
  });
  // Read again when the tab comes back: nobody listens meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: also with another engine.
  useEffect(() => {
    if (!isShown) return;
    let isGone = false;
    client.plugins.events({ file }).then(
      ({ events }) => !isGone && take(events),
      // The page says what is wrong with its file.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [client, file, isShown, engines]);
  useBridgeEvent(client, 'plugins.events', (news) => {
    if (news.file === file && isShown) take(news.events);
  });
  const showWaiting = useCallback(() => setFeed(released), []);
  const { shown, waiting } = shownOf(feed);
  return { events: shown, waiting, showWaiting };
}

export interface TracesState {
  readonly operations: readonly TracedOperation[] | null;
  readonly trace: Trace | null;
  readonly failure: Failure | null;
}

/** The last operations, and the trace of one of them. */
export function useTraces(
  client: Client,
  file: string,
  chosen: number | null,
  isPaused: boolean,
): TracesState {
  const [operations, setOperations] = useState<readonly TracedOperation[] | null>(null);
  const [trace, setTrace] = useState<Trace | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const newest = useRef(0);
  const reload = useCallback(() => {
    newest.current += 1;
    const own = newest.current;
    const one = chosen === null ? null : client.plugins.trace({ file, operation: chosen });
    Promise.all([client.plugins.operations({ file }), one]).then(
      ([read, found]) => {
        if (own !== newest.current) return;
        setOperations(read.operations);
        setTrace(found);
        setFailure(null);
      },
      (error: unknown) => own === newest.current && setFailure(toFailure(error)),
    );
  }, [client, file, chosen]);
  // Also when a pause ends.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => reload(), [reload, isPaused]);
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') reload();
  });
  useBridgeEvent(client, 'plugins.events', (news) => {
    if (news.file === file && !isPaused) reload();
  });
  return { operations, trace: trace?.operation.id === chosen ? trace : null, failure };
}
