import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

// Built into dist/, which the server embeds and serves under /app/board/. Nothing is inlined, so that the pages run under a
// content security policy of 'self' alone.
export default defineConfig({
  root: here,
  base: '/app/board/',
  plugins: [svelte()],
  resolve: { alias: { $shared: fileURLToPath(new URL('../shared', import.meta.url)) } },
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022', modulePreload: { polyfill: false } },
  server: { proxy: { '/api': process.env.BELLMAN_ADDRESS ?? 'http://127.0.0.1:8080' } },
});
