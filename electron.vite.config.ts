import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Unbundled, zod alone takes each of the three processes 50 ms to load: it is a hundred files, most of them languages.
      externalizeDeps: { exclude: ['zod', 'ws'] },
      rollupOptions: {
        input: {
          electron: resolve(here, 'src-main/electron.ts'),
          serve: resolve(here, 'src-main/serve.ts'),
          cli: resolve(here, 'src-main/cli.ts'),
          'engine-process': resolve(here, 'src-main/engine-process.ts'),
          'connection-process': resolve(here, 'src-main/connection-process.ts'),
          'plugin-process': resolve(here, 'src-main/plugin-process.ts'),
        },
        // Only an entry acts by being loaded: each process loads what it uses, not all that its barrels name.
        treeshake: { moduleSideEffects: (id) => /src-main\/[a-z-]+\.ts$/.test(id) },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  // A sandboxed preload can load nothing: one file whose only `require` is `electron`.
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { preload: resolve(here, 'src-preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // What belongs to what, for scripts/check-bundle.ts.
      manifest: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: {
        input: {
          index: resolve(here, 'src-renderer/index.html'),
          'browser-bridge': resolve(here, 'src-preload/browser.ts'),
        },
        output: {
          entryFileNames: (chunk) =>
            chunk.name === 'browser-bridge' ? 'assets/browser-bridge.js' : 'assets/[name]-[hash].js',
        },
      },
    },
  },
});
