/**
 * Puts text on the clipboard, also where the page is not secure and has no clipboard of the modern kind.
 * `root` holds the field that the old way needs.
 */
export async function copyText(text: string, root: ParentNode & Node): Promise<boolean> {
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
  if (clipboard) {
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      // A permissions policy may forbid it: the old way may still be open.
    }
  }
  const field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.readOnly = true;
  field.value = text;
  root.append(field);
  field.select();
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on a page that is not secure
    return document.execCommand('copy');
  } finally {
    field.remove();
  }
}
