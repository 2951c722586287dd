export { type InspectOptions, inspectFile } from './inspect-file.ts';
export type { InspectError, InspectObject, InspectReport } from './inspect-report.ts';
export { runInspect } from './run-inspect.ts';
