/** Who may talk to the demo: pages of this machine. Any site that the user visits could otherwise try. */

const localNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** @param origin the `Origin` header; programs that are no browsers send none */
export function isLocalOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && localNames.includes(new URL(origin).hostname);
}

/** @param host the `Host` header: another name that leads to 127.0.0.1 belongs to another site (DNS rebinding) */
export function isLocalHost(host: string | undefined): boolean {
  return (
    host !== undefined && URL.canParse(`http://${host}`) && localNames.includes(new URL(`http://${host}`).hostname)
  );
}
