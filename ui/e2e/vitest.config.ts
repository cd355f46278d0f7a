import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// One server and one browser at a time: these tests share a world. "*.spec.ts" of this folder; --dir chooses another.
export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.spec.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 90_000,
    watch: false,
  },
});
