/** FNV-1a, 32 bits of the UTF-16 code units, as 8 hex digits: tells texts apart, and does not give them back. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
