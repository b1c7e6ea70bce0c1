import { adoptStyles, type CSSResultOrNative, type LitElement } from 'lit';

/**
 * Gives a shadow root its style sheets, wherever it stands: in this document, in a frame, in another window of this page.
 * A sheet belongs to the document that has made it and no other takes it, so there the same text becomes sheets anew.
 */
export function dress(root: ShadowRoot, styles: (typeof LitElement)['elementStyles']): void {
  const { ownerDocument } = root;
  if (ownerDocument === document) adoptStyles(root, styles);
  else root.adoptedStyleSheets = styles.map((style) => sheetIn(ownerDocument, textOf(style)));
}

/** Made by script, so a policy of `style-src 'self'` has nothing against it. */
export function sheetIn({ defaultView }: Document, text: string): CSSStyleSheet {
  const sheet = new (defaultView ?? window).CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

function textOf(style: CSSResultOrNative): string {
  return style instanceof CSSStyleSheet ? [...style.cssRules].map(({ cssText }) => cssText).join('\n') : style.cssText;
}
