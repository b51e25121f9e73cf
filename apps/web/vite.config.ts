import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstLoadBudget } from './budget.ts';
import { leanEndpoints } from './lean-endpoints.ts';

const api = process.env.WAFA_API_URL ?? 'http://127.0.0.1:3010';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    leanEndpoints(),
    react(),
    tailwindcss(),
    firstLoadBudget({ limitKb: 180, screen: 'portal/home/home.tsx' }),
  ],
  server: { port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
  preview: { proxy: { '/api': { target: api, changeOrigin: false } } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The policy allows no inline script, and every supported browser preloads modules by itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: 'index.html', 'customer-id-card': 'src/embed.ts' },
      output: {
        // The embeddable component keeps a stable address: other sites link to it.
        entryFileNames: (chunk) =>
          chunk.name === 'customer-id-card' ? 'embed/[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
