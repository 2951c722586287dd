import type { Client } from '../../src-preload/client.ts';
import type { EventValue } from '../../src-preload/contract/events.ts';
import { toFailure } from '../lib/failure.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { Button } from '../ui/button.tsx';
import { MessageBar } from '../ui/message-bar.tsx';
import { showToast } from '../ui/toasts.ts';

export interface EngineBarProps {
  readonly client: Client;
  readonly engine: EventValue<'shell.engine'>;
}

/** Says when the engine does not answer or was started again, and offers to restart it. */
export function EngineBar({ client, engine }: EngineBarProps) {
  // A restart often takes less time than it takes to read that it goes on: what happened is told afterwards.
  useBridgeEvent(client, 'shell.engine', ({ state, message }) => {
    if (state === 'restarted') {
      showToast({ title: message ?? 'The engine of Cairn was started again.', kind: 'info' });
    }
  });
  const restart = () =>
    client.shell
      .restartEngine({})
      .catch((error: unknown) => showToast({ title: toFailure(error).message, kind: 'error' }));
  switch (engine.state) {
    case 'hung':
      return (
        <MessageBar
          kind="warning"
          actions={<Button onClick={() => void restart()}>Restart the engine</Button>}
        >
          {engine.message ??
            'The engine does not answer. Restarting it loses nothing: files are opened again.'}
        </MessageBar>
      );
    case 'restarting':
      return (
        <MessageBar kind="busy">
          {engine.message ?? 'The engine is starting again. Your files are opened again by themselves.'}
        </MessageBar>
      );
    case 'disconnected':
      return <MessageBar kind="error">{engine.message ?? 'The connection to Cairn was lost.'}</MessageBar>;
    case 'ready':
    case 'restarted':
      return null;
  }
}
