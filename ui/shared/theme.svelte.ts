// Light or dark: the system's choice, unless the person has chosen on this device.
export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const key = 'bellman.theme';
const stored = localStorage.getItem(key);
let chosen = $state<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system');
const dark = matchMedia('(prefers-color-scheme: dark)');

function show(): void {
  const shown = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
  document.documentElement.dataset.theme = shown;
}

export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  set chosen(wanted: Theme) {
    chosen = wanted;
    if (wanted === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, wanted);
    show();
  },
  // Once at start.
  start(): void {
    dark.addEventListener('change', show);
    show();
  },
};
