import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import product from './vite.config.ts';

/** The same window over a made-up register in memory, for looking at screens without the shell. */
export default mergeConfig(product, {
  resolve: {
    alias: {
      '@tauri-apps/api/core': fileURLToPath(new URL('./tests/standin/core.ts', import.meta.url)),
    },
  },
  server: { port: 5199, strictPort: true },
  build: { outDir: 'tests/visual/out/dist' },
});
