import * as api from './main-api.ts';
import { strict } from './strict.ts';

/** The module `electron` of the main process. What is not named in it is not there: imports fail, uses throw. */
const electron = strict('electron', { ...api });

export * from './main-api.ts';
export default electron;
export { electron as 'module.exports' };
