import { useEffect, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';

/** What the shell says of itself. */
export type ShellInfo = Awaited<ReturnType<Client['shell']['info']>>;

/** What the shell says of itself; null until it has answered. */
export function useShellInfo(client: Client): ShellInfo | null {
  const [info, setInfo] = useState<ShellInfo | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    client.shell.info({}, { signal: controller.signal }).then(setInfo, () => null);
    return () => controller.abort();
  }, [client]);
  return info;
}
