/** Compiled, never run: how a page may use the elements, and what its compiler must refuse. */
import '../../src/define.js';
import type { Alert, Call, Command, PhoneErrorData } from '../../src/index.js';

export async function element(): Promise<void> {
  const phone = document.createElement('bfc-webphone');
  phone.sipUri = 'sip:1001@pbx.example';
  phone.sipServers = 'wss://a.example wss://b.example';
  phone.sipPassword = 'x';
  phone.iceServers = [{ urls: 'stun:stun.example' }];
  phone.autoRegister = false;
  phone.theme = 'dark';
  phone.lang = 'en';
  phone.onPageLeave = 'hangup';

  const result = await phone.makeCall('0901234567');
  const call: Call | null = result.data;
  const registered: boolean = phone.isRegistered;
  console.log(call?.number, registered);

  // @ts-expect-error a number is text
  await phone.makeCall(84901234567);
  // @ts-expect-error a getter is no setter
  phone.isMuted = true;
  // @ts-expect-error servers are text here
  phone.sipServers = ['wss://a.example'];
  // @ts-expect-error there are three modes
  await phone.setMode('away');
}

export function events(phone: HTMLElementTagNameMap['bfc-webphone']): void {
  phone.addEventListener('callIncoming', (event) => {
    const call: Call = event.detail;
    // @ts-expect-error a call has no such field
    call.sessionId;
  });
  phone.addEventListener('callEnded', ({ detail }) => detail.end?.cause === 'busy');
  phone.addEventListener('registrationFailed', ({ detail }) => {
    const error: PhoneErrorData = detail;
    return error.code;
  });
  phone.addEventListener('alerts', ({ detail }) => {
    const alert: Alert = detail;
    return alert.level;
  });
  phone.addEventListener('bfc-intent', (event) => {
    const command: Command = event.detail;
    if (command.type === 'call' && command.number.startsWith('1900')) event.preventDefault();
  });
  // They bubble: a page may listen at the top.
  document.body.addEventListener('callIncoming', ({ detail }) => detail.number);
  // @ts-expect-error a registration is no call
  phone.addEventListener('registered', ({ detail }: CustomEvent<Call>) => detail.id);
}

export function pieces(phone: HTMLElementTagNameMap['bfc-webphone']): void {
  const dialpad = document.createElement('bfc-dialpad');
  dialpad.phone = phone.activePhone;
  dialpad.value = '0901234567';
  const incoming = document.createElement('bfc-incoming-call');
  incoming.phone = phone.activePhone;
  incoming.compact = true;
  const panel = document.createElement('bfc-call-panel');
  panel.phone = phone.activePhone;
  const status = document.createElement('bfc-phone-status');
  status.phone = phone.activePhone;
  // @ts-expect-error a phone is no element
  panel.phone = phone;
}
