import { useEffect, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { EventValue } from '../../src-preload/contract/events.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';

export interface Shell {
  readonly version: string | null;
  readonly capabilities: Capabilities | null;
  readonly engine: EventValue<'shell.engine'>;
  /** The system hides its buttons in the title bar then. */
  readonly isFullScreen: boolean;
}

/** What the shell can do, and how its engine is. */
export function useShell(client: Client): Shell {
  const [info, setInfo] = useState<Pick<Shell, 'version' | 'capabilities'>>({
    version: null,
    capabilities: null,
  });
  const [engine, setEngine] = useState<Shell['engine']>({ state: 'ready', message: null });
  const [isFullScreen, setFullScreen] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    client.shell.info({}, { signal: controller.signal }).then(setInfo, () => null);
    return () => controller.abort();
  }, [client]);
  useBridgeEvent(client, 'shell.engine', setEngine);
  useBridgeEvent(client, 'shell.window', (window) => setFullScreen(window.isFullScreen));
  return { ...info, engine, isFullScreen };
}
