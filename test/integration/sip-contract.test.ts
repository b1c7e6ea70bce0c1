import type { SipAccount, SipFact } from '../../src/phone/ports.js';
import { SipAdapter } from '../../src/sip/sip-adapter.js';
import { describeSipPort, type SipLab } from '../contract/sip-port.js';
import { systemClock as clock } from '../../src/util/clock.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { PaperMedia } from '../support/paper-media.js';
import { until } from '../support/until.js';

interface Party {
  readonly port: SipAdapter;
  readonly account: SipAccount;
  readonly server: string;
  readonly facts: SipFact[];
  /** The call that came in last. */
  incoming(): Promise<string>;
}

function createParty(user: string): Party {
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  let ids = 0;
  const port = new SipAdapter({
    userAgent: user,
    contactName: () => `${user}-contact`,
    media: new PaperMedia(),
    clock,
    log,
    newId: () => `${user}-${++ids}`,
  });
  const facts: SipFact[] = [];
  port.onFact((fact) => facts.push(fact));
  const server = `ws://127.0.0.1:1/${user}`;
  const account: SipAccount = {
    uri: `sip:${user}@lab.test`,
    authorizationUsername: user,
    password: `pw-${user}`,
    ha1: null,
    displayName: null,
    servers: [server],
    expires: 300,
    iceServers: [],
  };
  const lastIncoming = (): string | undefined =>
    facts.flatMap((fact) => (fact.type === 'incoming' ? [fact.id] : [])).at(-1);
  const incoming = async (): Promise<string> => {
    await until(() => lastIncoming() !== undefined, `${user} is called`);
    return lastIncoming() ?? '';
  };
  return { port, account, server, facts, incoming };
}

describeSipPort('SIP.js over a wire in memory', async (): Promise<SipLab> => {
  const wire = new LoopbackSip();
  wire.install();
  const [alice, bob, carol] = [createParty('alice'), createParty('bob'), createParty('carol')];
  for (const { port, account, server } of [bob, carol]) {
    await port.connect(account, server);
    await port.register();
  }
  /** What alice's requests are answered with, by method; `reINVITE` inside a call. */
  const refusals = new Map<string, number>();
  wire.script = ({ method, header }) => {
    const isInDialog = (header('To') ?? '').includes(';tag=');
    const statusCode = refusals.get(method === 'INVITE' && isInDialog ? 'reINVITE' : method);
    return statusCode === undefined ? undefined : [{ statusCode }];
  };
  const answers = (method: string) => (status: number) => {
    if (status < 300) refusals.delete(method);
    else refusals.set(method, status);
  };
  let referral: string | null = null;
  bob.port.onFact((fact) => {
    if (fact.type === 'referred') {
      referral = fact.newId;
      void bob.port.followReferral(fact.newId);
    } else if (fact.type === 'ended' && fact.id === referral) {
      bob.port.referralFailed(fact.id, fact.statusCode ?? 500, fact.reason ?? '');
    }
  });
  /** The call with alice, as bob knows it. */
  const ofBob = async (): Promise<string> => (placed ? 'bob-call' : bob.incoming());
  let placed = false;

  return {
    port: alice.port,
    account: alice.account,
    server: alice.server,
    number: 'bob',
    third: 'carol',
    serverAccepts: (accepts) => void (wire.accepts = accepts),
    registerIsAnsweredWith: answers('REGISTER'),
    farRings: async () => {
      placed = true;
      await bob.port.invite({ id: 'bob-call', number: 'alice', headers: {} });
    },
    farRingsBack: async () => {
      await bob.incoming();
    },
    farAnswers: async () => bob.port.answer(await bob.incoming()),
    farRejects: async (_id, status) => bob.port.reject(await bob.incoming(), status),
    farHangsUp: async () => bob.port.hangUp(await ofBob()),
    farCancels: async (_id, { answeredElsewhere }) => {
      const reason = answeredElsewhere ? 'Reason: SIP;cause=200;text="Call completed elsewhere"\r\n' : '';
      wire.rewrite = (message) =>
        message.startsWith('CANCEL') ? message.replace('\r\n\r\n', `\r\n${reason}\r\n`) : message;
      // A CANCEL waits for the first provisional response.
      await until(() => bob.facts.some(({ type }) => type === 'ringing'), 'bob hears it ring');
      await bob.port.hangUp('bob-call');
    },
    farHolds: async (_id, hold) => bob.port.setHold(await ofBob(), hold),
    reinviteIsAnsweredWith: answers('reINVITE'),
    referIsAnsweredWith: answers('REFER'),
    thirdAnswers: async (_id, status) => {
      const id = await carol.incoming();
      await (status === 200 ? carol.port.answer(id) : carol.port.reject(id, status));
    },
    socketBreaks: () => [...wire.sockets].find(({ url }) => url === alice.server)?.fail(1006),
    dispose: async () => {
      wire.script = () => undefined;
      const live = [alice, bob, carol].flatMap(({ port, facts }) =>
        facts.flatMap((fact) => ('id' in fact ? [() => port.hangUp(fact.id)] : [])),
      );
      for (const hangUp of live) await hangUp();
      for (const { port } of [alice, bob, carol]) await port.disconnect();
      wire.uninstall();
    },
  };
});
