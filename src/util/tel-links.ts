import type { Unsubscribe } from './types.js';

/**
 * Turns clicks on the page's `tel:` links into calls, also on links that come later and in open shadow roots. A click
 * that somebody has dealt with already, or that asks for another window, a download or the menu, is left alone.
 *
 * @param dial gets the number as the link writes it (RFC 3966, without its parameters); `false` leaves the click to the browser
 */
export function watchTelLinks(page: Document, dial: (number: string) => boolean): Unsubscribe {
  const onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const number = telNumberOf(event);
    if (number !== null && dial(number)) event.preventDefault();
  };
  // Bubbling, so that whoever is nearer to the link may decide first.
  page.addEventListener('click', onClick);
  return () => page.removeEventListener('click', onClick);
}

function telNumberOf(event: Event): string | null {
  const link = event
    .composedPath()
    .find((node) => node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement);
  const [, written = ''] = /^tel:([^;?#]*)/i.exec(link?.href ?? '') ?? [];
  try {
    return decodeURIComponent(written).trim() || null;
  } catch {
    return null;
  }
}
