/** The one place that writes to the console. */
export type LogThreshold = 'error' | 'warn' | 'info' | 'debug' | 'silent';

const order: readonly LogThreshold[] = ['silent', 'error', 'warn', 'info', 'debug'];
const prefix = '[bfc-webphone]';

export interface Log {
  error(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
}

export function createLog(threshold: () => LogThreshold): Log {
  const write = (level: 'error' | 'warn' | 'info' | 'debug') => (message: string, details?: unknown) => {
    if (order.indexOf(level) > order.indexOf(threshold())) return;
    if (details === undefined) console[level](prefix, message);
    else console[level](prefix, message, details);
  };
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') };
}

/** For what must be seen whatever the threshold: an exception in a page's own callback, an unknown option. */
export const consoleLog: Log = createLog(() => 'warn');

/** Authorization values and passwords must never reach a log, also not in a raw SIP message. */
export function redact(text: string): string {
  return text.replace(/^((?:proxy-)?authorization|(?:www|proxy)-authenticate|x-auth-token)\s*:.*$/gim, '$1: (removed)');
}
