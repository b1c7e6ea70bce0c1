/** The strictest page that the phone promises to work in. */
export const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws: wss:",
  "media-src 'self' blob:",
  "img-src 'self' data:",
  "require-trusted-types-for 'script'",
].join('; ');

export const html = (body: string): string =>
  `<!doctype html><html lang="vi"><meta charset="utf-8"><title>t</title>${body}</html>`;
