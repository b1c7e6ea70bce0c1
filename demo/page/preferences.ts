/** Language and theme of the page: chosen by address (`?lang=en&theme=dark`), else as last time, else by the system. */
export type Language = 'vi' | 'en';
export type Theme = 'light' | 'dark';

const query = new URLSearchParams(location.search);
const isDark = matchMedia('(prefers-color-scheme: dark)').matches;

const chosen: { lang: Language; theme: Theme } = {
  lang: pick('lang', ['vi', 'en'], 'vi'),
  theme: pick('theme', ['light', 'dark'], isDark ? 'dark' : 'light'),
};
const listeners: (() => void)[] = [];

export const preferences: Readonly<typeof chosen> = chosen;

/** Called now and after each change. */
export function onPreferences(listener: () => void): void {
  listeners.push(listener);
  listener();
}

/** The one or the other, by the page's language. */
export function say(vi: string, en: string): string {
  return chosen.lang === 'vi' ? vi : en;
}

/** `HH:mm` or `HH:mm:ss`, by the agent's clock. */
export function clockTime(date: Date, withSeconds = false): string {
  return date.toLocaleTimeString('vi-VN', {
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds && { second: '2-digit' }),
  });
}

function pick<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
  const wanted = query.get(key) ?? remembered(key);
  return allowed.find((value) => value === wanted) ?? fallback;
}

/** A browser may forbid storage: then the choice lasts as long as the page. */
function remembered(key: string, value?: string): string | null {
  try {
    if (value !== undefined) localStorage.setItem(`demo.${key}`, value);
    return localStorage.getItem(`demo.${key}`);
  } catch {
    return null;
  }
}

/** Texts that stand in the HTML: Vietnamese as written, English in `data-en` and `data-en-<attribute>`. */
export function translate(root: ParentNode): void {
  for (const node of root.querySelectorAll<HTMLElement>('[data-en]')) {
    node.dataset['vi'] ??= node.textContent;
    node.textContent = say(node.dataset['vi'], node.dataset['en'] ?? '');
  }
  for (const name of ['aria-label', 'placeholder']) {
    for (const node of root.querySelectorAll(`[data-en-${name}]`)) {
      if (!node.hasAttribute(`data-vi-${name}`)) node.setAttribute(`data-vi-${name}`, node.getAttribute(name) ?? '');
      node.setAttribute(name, node.getAttribute(`data-${chosen.lang}-${name}`) ?? '');
    }
  }
}

onPreferences(() => {
  document.documentElement.lang = chosen.lang;
  document.documentElement.dataset['theme'] = chosen.theme;
  translate(document);
  for (const button of document.querySelectorAll<HTMLElement>('[data-set]')) {
    const { set, to } = button.dataset;
    button.setAttribute('aria-pressed', String(chosen[set as keyof typeof chosen] === to));
  }
});

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-set]') : null;
  const { set, to } = button?.dataset ?? {};
  if (set === 'lang' && (to === 'vi' || to === 'en')) chosen.lang = to;
  else if (set === 'theme' && (to === 'light' || to === 'dark')) chosen.theme = to;
  else return;
  remembered(set, to);
  for (const listener of listeners) listener();
});
