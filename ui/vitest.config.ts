import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import product from './vite.config.ts';

export default mergeConfig(product, {
  resolve: {
    conditions: ['browser'],
    alias: {
      '@tauri-apps/api/core': fileURLToPath(new URL('./tests/standin/core.ts', import.meta.url)),
    },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 15000,
  },
});
