/** The torture messages of RFC 4475, by the file names of its appendix A. */
const names = (
  'badaspec badbranch baddate baddn badinv01 badvers bcast bext01 bigcode clerr cparam01 cparam02 dblreq esc01 esc02 ' +
  'escnull escruri insuf intmeth inv2543 invut longreq ltgtruri lwsdisp lwsruri lwsstart mcl01 mismatch01 mismatch02 ' +
  'mpart01 multi01 ncl noreason novelsc quotbal regaut01 regbadct regescrt scalar02 scalarlg sdp01 semiuri transports ' +
  'trws unkscm unksm2 unreason wsinv zeromf'
).split(' ');

export interface TortureMessage {
  readonly name: string;
  /** Read as UTF-8, as a text frame of a WebSocket must be. */
  readonly utf8: string;
  /** One character for each byte: nothing of a binary body is lost. */
  readonly latin1: string;
}

export async function tortureMessages(): Promise<readonly TortureMessage[]> {
  return Promise.all(
    names.map(async (name) => {
      const response = await fetch(new URL(`./${name}.dat`, import.meta.url));
      if (!response.ok) throw new Error(`${name}.dat: ${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const latin1 = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      return { name, utf8: new TextDecoder().decode(bytes), latin1 };
    }),
  );
}

/** The same message to another request URI, so that it does not stop at "no such user". */
export function addressedTo(uri: string, message: string): string {
  return message.replace(/^([A-Za-z!%*_+`'~.-]+) +\S+/, (start, method: string) =>
    start.startsWith('SIP/') ? start : `${method} ${uri}`,
  );
}
