import { useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { EventValue } from '../../src-preload/contract/events.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { useShellInfo } from '../lib/use-shell-info.ts';

export interface Shell {
  readonly version: string | null;
  readonly capabilities: Capabilities | null;
  readonly engine: EventValue<'shell.engine'>;
  /** The system hides its buttons in the title bar then. */
  readonly isFullScreen: boolean;
}

/** What the shell can do, and how its engine is. */
export function useShell(client: Client): Shell {
  const info = useShellInfo(client);
  const [engine, setEngine] = useState<Shell['engine']>({ state: 'ready', message: null });
  const [isFullScreen, setFullScreen] = useState(false);
  useBridgeEvent(client, 'shell.engine', setEngine);
  useBridgeEvent(client, 'shell.window', (window) => setFullScreen(window.isFullScreen));
  return { version: info?.version ?? null, capabilities: info?.capabilities ?? null, engine, isFullScreen };
}
