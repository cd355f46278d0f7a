import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Unit tests of components and plain code; they need no server and no browser.
export default defineConfig({
  plugins: [svelte()],
  resolve: { alias: { $shared: fileURLToPath(new URL('./shared', import.meta.url)) }, conditions: ['browser'] },
  test: { environment: 'jsdom', include: ['{shared,board}/**/*.test.ts'], watch: false },
});
