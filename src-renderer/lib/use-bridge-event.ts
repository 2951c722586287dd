import { useEffect, useEffectEvent } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { EventName, EventValue } from '../../src-preload/contract/events.ts';

/** Listens for an event of the bridge while the component is shown; the listener sees the latest props. */
export function useBridgeEvent<N extends EventName>(
  client: Client,
  event: N,
  listener: (value: EventValue<N>) => void,
): void {
  const latest = useEffectEvent(listener);
  useEffect(() => client.on(event, (value) => latest(value)), [client, event]);
}
