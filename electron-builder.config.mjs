/**
 * How Cairn is packaged: `npx electron-builder --config electron-builder.config.mjs`, after a build. electron-builder
 * is not among the dependencies, since it downloads what it packs with; `packaging.test.ts` checks this file as data.
 *
 * Source of the names: https://www.electron.build/configuration
 */

/** The same endings as in the file dialog (`src-main/database-extensions.ts`). */
const DATABASE_TYPES = [
  {
    extensions: ['sqlite', 'sqlite3', 'db', 'db3', 's3db', 'sl3'],
    name: 'SQLite database',
    mimeType: 'application/vnd.sqlite3',
  },
  { extensions: ['gpkg'], name: 'GeoPackage', mimeType: 'application/geopackage+sqlite3' },
  { extensions: ['mbtiles'], name: 'MBTiles map', mimeType: 'application/vnd.mapbox.mbtiles' },
];

/** The driver's binaries for other systems than the one that is packed for. */
/** @param {string} systems */
const withoutPrebuilds = (systems) => [`!node_modules/better-sqlite3/prebuilds/{${systems}}-*.node`];

export default {
  appId: 'dev.cairn.desktop',
  productName: 'Cairn',
  directories: { output: 'out/packages', buildResources: 'resources' },
  // The driver is built on Node-API: one file does for Node and Electron.
  npmRebuild: false,
  publish: null,
  asar: true,
  // Native code is loaded, and the sample copied, by the system, which does not look into an archive.
  asarUnpack: ['node_modules/**/*.node', 'resources/**'],
  files: [
    'package.json',
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'resources/music-store.sqlite',
    'resources/icons/512x512.png',
    '!**/*.map',
    '!node_modules/better-sqlite3/{build,deps,src,binding.gyp}',
    '!node_modules/better-sqlite3/prebuilds/linuxmusl-*.node',
  ],
  // What of Electron could be turned against the user stays off; the archive is checked before it is run.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: DATABASE_TYPES.map(({ extensions, name, mimeType }) => ({
    ext: extensions,
    name,
    description: name,
    mimeType,
    role: 'Viewer',
    // Offered beside the program that the user has chosen for them.
    rank: 'Alternate',
  })),
  linux: {
    // A deb or rpm names a maintainer with an address: whoever publishes one adds it.
    target: ['AppImage', 'tar.gz'],
    icon: 'resources/icons',
    executableName: 'cairn',
    category: 'Development',
    synopsis: 'Look inside SQLite files, at any size',
    files: withoutPrebuilds('darwin,win32'),
  },
  mac: {
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    icon: 'resources/icons/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    files: withoutPrebuilds('linux,win32'),
  },
  win: {
    target: [
      { target: 'nsis', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    icon: 'resources/icons/icon.ico',
    files: withoutPrebuilds('linux,darwin'),
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
