import type { EventName, EventValue } from '../../src-preload/contract/index.ts';

/** Tells clients something without being asked. `client` undefined means all of them. */
export type Emit = <N extends EventName>(event: N, value: EventValue<N>, client?: number) => void;
