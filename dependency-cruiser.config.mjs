/**
 * The directions of ARCHITECTURE.md as rules. `architecture.test.ts` plants one violation of each in a copy and
 * expects a failure, and expects that more than 40 modules were really read.
 */
const test = String.raw`\.test\.tsx?$|/testing/|^src-main/faults/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'engine-knows-no-app',
      comment: 'The engine is a library: it imports zod, its drivers and Node.',
      severity: 'error',
      from: { path: '^src-main/engine/', pathNot: test },
      to: {
        pathNot: [
          '^src-main/engine/',
          '^node_modules/(zod|better-sqlite3|@types/better-sqlite3)/',
          '^(node:)?[a-z_/]+$',
          '^bun:',
        ],
      },
    },
    {
      name: 'shells-know-no-engine',
      comment: 'A shell never opens a database file: it relays bytes.',
      severity: 'error',
      from: { path: '^src-main/(host|desktop|loopback|page|serve\\.ts|electron\\.ts)', pathNot: test },
      to: { path: '^src-main/(engine|workbench|operations)/' },
    },
    {
      name: 'shells-load-no-sqlite',
      severity: 'error',
      from: {
        path: '^src-main/(host|desktop|loopback|page|ports|workbench)/|^src-main/(serve|electron|engine-process)\\.ts',
        pathNot: test,
      },
      to: { path: ['^node_modules/better-sqlite3', '^(node:)?sqlite$'] },
    },
    {
      name: 'shells-are-apart',
      comment: 'What both shells need is in host, page, or beside the entries.',
      severity: 'error',
      from: { path: '^src-main/(desktop|loopback)/' },
      to: { path: '^src-main/(desktop|loopback)/', pathNot: '^src-main/$1/' },
    },
    {
      name: 'workbench-knows-no-shell',
      severity: 'error',
      from: { path: '^src-main/(workbench|operations)/', pathNot: test },
      to: { path: '^src-main/(host|desktop|loopback|page)/' },
    },
    {
      name: 'ports-stand-alone',
      severity: 'error',
      from: { path: '^src-main/ports/', pathNot: test },
      to: { path: '^src-(main|preload|renderer)/', pathNot: '^src-main/ports/' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^src-preload/contract/', pathNot: test },
      to: { path: '^src-', pathNot: '^src-preload/contract/' },
    },
    {
      name: 'renderer-knows-only-the-client',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: test },
      to: { path: ['^src-main/', '^src-preload/(preload|browser)\\.ts$', '^(node:)?[a-z_/]+$'] },
    },
    {
      name: 'features-are-apart',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/', pathNot: test },
      to: { path: '^src-renderer/features/([^/]+)/', pathNot: '^src-renderer/features/$1/' },
    },
    {
      name: 'features-know-no-app',
      severity: 'error',
      from: { path: '^src-renderer/(features|ui|lib)/', pathNot: test },
      to: { path: '^src-renderer/(app/|main\\.tsx)' },
    },
    {
      name: 'ui-is-plain',
      severity: 'error',
      from: { path: '^src-renderer/ui/', pathNot: test },
      to: { path: ['^src-renderer/(features|app)/', '^src-preload/'] },
    },
    {
      name: 'electron-has-its-rooms',
      severity: 'error',
      from: {
        pathNot: [
          '^src-main/electron\\.ts$',
          '^src-main/desktop/',
          '^src-preload/preload\\.ts$',
          '^src-main/ports/electron-',
          '^e2e/',
        ],
      },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    parser: 'swc',
    // `scripts/cruise.ts` links node_modules into a copy; what lies in it keeps its name.
    preserveSymlinks: true,
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css', '.json'],
    },
  },
};
