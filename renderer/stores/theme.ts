export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'tillstone.theme';

/** What was chosen in this window before. A storage that is not there (or holds nonsense) means: as the computer. */
export function savedTheme(): Theme {
  try {
    const saved = localStorage.getItem(key);
    return themes.find((theme) => theme === saved) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Puts a theme on, and keeps it for the next start where it can be kept. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // It lasts until the window closes, then.
  }
}
