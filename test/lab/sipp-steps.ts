/** The steps of a SIPp scenario, each as the XML it is: what a peer sends, and what it must get. */

export type Step = string;

interface Content {
  readonly headers?: readonly string[];
  /** Direction and payload type of an SDP; left out: no SDP. */
  readonly sdp?: { readonly direction?: string; readonly codec?: number };
  /** Another body, and its type. */
  readonly body?: readonly [type: string, text: string];
}

/** Of the peer in the dialog that the call ends up with. */
const localTag = 'sipp';
const contact = 'Contact: <sip:sipp@[local_ip]:[local_port]>';

/**
 * Waits for a request.
 * @param opens the call's INVITE: whom it is from and to is kept
 * @param has a header that it must have, and a pattern of what is in it
 */
export function gets(
  request: string,
  { opens = false, has }: { opens?: boolean; has?: readonly [string, string] } = {},
): Step {
  const kept = opens ? keep('From', 'remote') + keep('To', 'local') : '';
  return `<recv request="${request}"${opens ? ' rrs="true"' : ''}><action>${kept}${check(has)}</action></recv>`;
}

/** Waits for a response; the 2xx of the peer's own INVITE says where alice is. */
export function isAnswered(
  status: number,
  { opens = false, has }: { opens?: boolean; has?: readonly [string, string] } = {},
): Step {
  const kept = opens ? keep('To', 'remote') + keep('From', 'local') : '';
  const actions = `<action>${kept}${check(has)}</action>`;
  return `<recv response="${status}"${opens ? ' rrs="true"' : ''}>${actions}</recv>`;
}

/** A provisional response that may come or not. */
export function mayGet(status: number): Step {
  return `<recv response="${status}" optional="true"/>`;
}

/** Answers the request that came last. */
export function answers(
  status: string,
  { tag = localTag, ...content }: Content & { readonly tag?: string } = {},
): Step {
  return send(
    [`SIP/2.0 ${status}`, '[last_Via:]', '[last_From:]', `[last_To:];tag=${tag}`, '[last_Call-ID:]', '[last_CSeq:]'],
    ['[last_Record-Route:]', contact],
    content,
  );
}

/** Answers a request inside the dialog, which has the tag by now. */
export function answersInside(status: string, content: Content = {}): Step {
  return send(
    [`SIP/2.0 ${status}`, '[last_Via:]', '[last_From:]', '[last_To:]', '[last_Call-ID:]', '[last_CSeq:]'],
    [contact],
    content,
  );
}

/** A request inside the dialog of a call that came in. `tagged`: of a call that the peer placed. */
export function asks(method: string, cseq: number, content: Content = {}, { tagged = false } = {}): Step {
  return send(
    [
      `${method} [next_url] SIP/2.0`,
      via,
      `From: [$local]${tagged ? '' : `;tag=${localTag}`}`,
      'To: [$remote]',
      'Call-ID: [call_id]',
      `CSeq: ${cseq} ${method}`,
    ],
    ['[routes]', 'Max-Forwards: 70', contact],
    content,
  );
}

/** A request to alice that belongs to no dialog yet. */
export function asksAnew(method: string, cseq: number, content: Content = {}): Step {
  return send(
    [
      `${method} sip:[service]@lab.test SIP/2.0`,
      via,
      'From: <sip:stranger@lab.test>;tag=stranger[call_number]',
      'To: <sip:[service]@lab.test>',
      'Call-ID: [call_id]',
      `CSeq: ${cseq} ${method}`,
    ],
    ['Max-Forwards: 70', contact],
    content,
  );
}

/** The ACK of an INVITE that was refused: of the same branch (RFC 3261 §17.1.1.3), so that no refusal comes twice. */
export function acknowledgesRefusal(cseq: number): Step {
  const lines = ['ACK sip:alice@lab.test SIP/2.0', '[last_Via:]', '[last_From:]', '[last_To:]', 'Call-ID: [call_id]'];
  return send([...lines, `CSeq: ${cseq} ACK`], ['Max-Forwards: 70'], {});
}

export const waits = (ms: number): Step => `<pause milliseconds="${ms}"/>`;

export function scenarioOf(steps: readonly Step[]): string {
  const kept = steps.some((step) => step.includes('assign_to="remote"')) ? '<Reference variables="remote,local"/>' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="peer">\n${steps.join('\n')}\n${kept}</scenario>\n`;
}

const via = 'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]';

function send(start: readonly string[], rest: readonly string[], { headers = [], sdp, body }: Content): Step {
  const [type, text] = sdp ? ['application/sdp', describe(sdp)] : (body ?? ['', '']);
  const content =
    text === '' ? ['Content-Length: 0', ''] : [`Content-Type: ${type}`, 'Content-Length: [len]', '', text];
  return `<send><![CDATA[\n\n${[...start, ...rest, ...headers, ...content].join('\n')}\n\n]]></send>`;
}

function describe({ direction = 'sendrecv', codec = 8 }: NonNullable<Content['sdp']>): string {
  const lines = ['v=0', 'o=sipp 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  return [...lines, `m=audio 6000 RTP/AVP ${codec}`, `a=${direction}`].join('\n');
}

function keep(header: string, name: string): string {
  return `<ereg regexp=".*" search_in="hdr" header="${header}:" assign_to="${name}"/>`;
}

function check(has: readonly [string, string] | undefined): string {
  if (!has) return '';
  const [header, pattern] = has;
  return `<ereg regexp="${pattern}" search_in="hdr" header="${header}:" check_it="true" assign_to="checked"/><log message="[$checked]"/>`;
}
