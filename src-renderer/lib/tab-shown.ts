import { createContext } from 'react';

/** Whether the tab in which something is drawn is the one in front. What only looks on rests while it is not. */
export const TabShown = createContext(true);
