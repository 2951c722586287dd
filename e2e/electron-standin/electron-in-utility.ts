import { strict } from './strict.ts';

/** The module `electron` in a utility process: main's own modules are not there. */
const electron = strict('electron in a utility process', {
  net: strict('net in a utility process', {}),
  systemPreferences: strict('systemPreferences in a utility process', {}),
});

export const { net, systemPreferences } = electron;
export default electron;
export { electron as 'module.exports' };
