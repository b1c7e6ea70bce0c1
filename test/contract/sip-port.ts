import { expect } from '@open-wc/testing';
import { PhoneError } from '../../src/phone/errors.js';
import type { SipAccount, SipFact, SipPort } from '../../src/phone/ports.js';
import { until } from '../support/until.js';

/** A `SipPort` and the far side that answers it. Every method plays one thing; what follows is waited for. */
export interface SipLab {
  readonly port: SipPort;
  readonly account: SipAccount;
  readonly server: string;
  /** Numbers that somebody answers to: the far side, and a third party for referrals. */
  readonly number: string;
  readonly third: string;
  serverAccepts(accepts: boolean): void;
  registerIsAnsweredWith(status: number): void;
  /** Whatever of the far side's answers needs the call's id. */
  farRings(): Promise<void>;
  farRingsBack(id: string): Promise<void>;
  farAnswers(id: string): Promise<void>;
  farRejects(id: string, status: number): Promise<void>;
  farHangsUp(id: string): Promise<void>;
  farCancels(id: string, options: { readonly answeredElsewhere: boolean }): Promise<void>;
  farHolds(id: string, hold: boolean): Promise<void>;
  reinviteIsAnsweredWith(status: number): void;
  referIsAnsweredWith(status: number): void;
  /** The far side follows a REFER, and the third party rings, then answers so. */
  thirdAnswers(id: string, status: 200 | 603): Promise<void>;
  socketBreaks(): void;
  dispose(): Promise<void>;
}

type FactType = SipFact['type'];

/** What every `SipPort` does, whatever is behind it: the phone relies on nothing else. */
export function describeSipPort(name: string, createLab: () => Promise<SipLab>): void {
  describe(`${name} as a SipPort`, () => {
    let lab: SipLab;
    let port: SipPort;
    let facts: SipFact[];
    const id = 'call-1';

    beforeEach(async () => {
      lab = await createLab();
      port = lab.port;
      facts = [];
      // How it was said on the wire is not the same from one supplier to the next.
      port.onFact((fact) => {
        if (fact.type !== 'message') facts.push(fact);
      });
    });
    afterEach(() => lab.dispose());

    const heard = <T extends FactType>(type: T): Extract<SipFact, { type: T }>[] =>
      facts.filter((fact): fact is Extract<SipFact, { type: T }> => fact.type === type);
    /** Without what only says again that nobody holds us, which a port may do whenever it reads an SDP. */
    const types = (): FactType[] =>
      facts.filter((fact) => fact.type !== 'remoteHoldChanged' || fact.held).map(({ type }) => type);
    async function hears<T extends FactType>(type: T): Promise<Extract<SipFact, { type: T }>> {
      await until(() => heard(type).length > 0, `the port tells ${type}`);
      const [first] = heard(type);
      if (!first) throw new Error(`the port tells no ${type}`);
      return first;
    }

    async function refused(work: () => Promise<unknown>): Promise<PhoneError> {
      try {
        await work();
      } catch (error) {
        if (error instanceof PhoneError) return error;
        throw error;
      }
      throw new Error('it was granted');
    }

    async function registers(): Promise<void> {
      await port.connect(lab.account, lab.server);
      expect(await port.register()).to.be.above(0);
    }

    async function places(): Promise<void> {
      await registers();
      await port.invite({ id, number: lab.number, headers: {} });
    }

    async function talks(): Promise<void> {
      await places();
      await lab.farRingsBack(id);
      await hears('ringing');
      await lab.farAnswers(id);
      await hears('accepted');
    }

    async function rings(): Promise<string> {
      await registers();
      await lab.farRings();
      return (await hears('incoming')).id;
    }

    it('connects, and rejects NETWORK where the server refuses the socket', async () => {
      lab.serverAccepts(false);
      expect((await refused(() => port.connect(lab.account, lab.server))).code).to.equal('NETWORK');
      lab.serverAccepts(true);
      await port.connect(lab.account, lab.server);
      expect(types(), 'nothing of this is a fact').to.deep.equal([]);
    });

    it('registers for the seconds that the server grants, and unregisters', async () => {
      await registers();
      await port.unregister();
      await registers();
    });

    for (const [status, code] of [
      [403, 'AUTH_FAILED'],
      [404, 'SIP_REJECTED'],
      [503, 'SERVER'],
    ] as const) {
      it(`rejects ${code} where REGISTER is answered with ${status}`, async () => {
        await port.connect(lab.account, lab.server);
        lab.registerIsAnsweredWith(status);
        const error = await refused(() => port.register());
        expect(error.code).to.equal(code);
        expect(error.details?.statusCode).to.equal(status);
      });
    }

    it('places a call: identified, ringing, accepted, and ended by a BYE of ours', async () => {
      await talks();
      await port.hangUp(id);
      const ended = await hears('ended');
      expect(types()).to.deep.equal(['identified', 'ringing', 'accepted', 'ended']);
      expect(ended).to.include({ id, by: 'local', how: 'bye' });
      expect(heard('identified')[0]?.sipCallId).to.be.a('string').and.not.equal('');
    });

    it('tells of the far side’s BYE', async () => {
      await talks();
      await lab.farHangsUp(id);
      expect(await hears('ended')).to.include({ id, by: 'remote', how: 'bye', statusCode: null });
    });

    it('cancels a call that nobody has answered', async () => {
      await places();
      await lab.farRingsBack(id);
      await hears('ringing');
      await port.hangUp(id);
      expect(await hears('ended')).to.include({ id, by: 'local', how: 'cancel' });
      expect(types()).to.deep.equal(['identified', 'ringing', 'ended']);
    });

    it('tells why a call was refused', async () => {
      await places();
      await lab.farRejects(id, 486);
      expect(await hears('ended')).to.include({ id, by: 'remote', how: 'response', statusCode: 486 });
    });

    it('tells of a caller and takes the call', async () => {
      const incoming = await rings();
      expect(heard('incoming')[0]).to.include({ number: lab.number, replaces: null, callId: null });
      await port.answer(incoming);
      expect(types(), 'before the promise').to.deep.equal(['incoming', 'accepted']);
      await port.hangUp(incoming);
      expect(await hears('ended')).to.include({ id: incoming, by: 'local', how: 'bye' });
    });

    it('declines a caller', async () => {
      const incoming = await rings();
      await port.reject(incoming, 603);
      expect(await hears('ended')).to.include({ id: incoming, by: 'local', how: 'response', statusCode: 603 });
    });

    it('tells of a caller who gives up', async () => {
      const incoming = await rings();
      await lab.farCancels(incoming, { answeredElsewhere: false });
      expect(await hears('ended')).to.deep.include({ id: incoming, by: 'remote', how: 'cancel', reasonHeader: null });
    });

    it('tells of a caller whom a colleague was faster to answer', async () => {
      const incoming = await rings();
      await lab.farCancels(incoming, { answeredElsewhere: true });
      const { how, reasonHeader } = await hears('ended');
      expect(how).to.equal('cancel');
      expect(reasonHeader?.cause).to.equal(200);
    });

    it('holds and comes back', async () => {
      await talks();
      await port.setHold(id, true);
      await port.setHold(id, false);
      expect(types()).to.deep.equal(['identified', 'ringing', 'accepted']);
    });

    it('rejects a hold that is refused, a glare as 491, and takes the next one', async () => {
      await talks();
      for (const status of [488, 491]) {
        lab.reinviteIsAnsweredWith(status);
        const error = await refused(() => port.setHold(id, true));
        expect([error.code, error.details?.statusCode]).to.deep.equal(['SIP_REJECTED', status]);
      }
      lab.reinviteIsAnsweredWith(200);
      await port.setHold(id, true);
    });

    it('has one re-INVITE of a call at a time', async () => {
      await talks();
      const first = port.setHold(id, true);
      const error = await refused(() => port.setHold(id, false));
      expect([error.code, error.details?.statusCode]).to.deep.equal(['SIP_REJECTED', 491]);
      await first;
    });

    it('ends a call that the far side no longer knows', async () => {
      await talks();
      lab.reinviteIsAnsweredWith(481);
      const error = await refused(() => port.setHold(id, true));
      expect(error.details?.statusCode).to.equal(481);
      expect(await hears('ended')).to.include({ id, by: 'network', how: 'lost', statusCode: 481 });
    });

    it('tells of the far side’s hold and of its end', async () => {
      await talks();
      facts.length = 0;
      await lab.farHolds(id, true);
      await until(() => heard('remoteHoldChanged').at(-1)?.held === true, 'it is told of the hold');
      await lab.farHolds(id, false);
      await until(() => heard('remoteHoldChanged').at(-1)?.held === false, 'it is told of the end');
    });

    for (const status of [200, 603] as const) {
      it(`tells how a referral goes until the target has answered with ${status}`, async () => {
        await talks();
        await port.refer(id, { number: lab.third });
        await lab.thirdAnswers(id, status);
        await until(() => heard('transferProgress').some(({ statusCode }) => statusCode === status), 'the outcome');
        const codes = heard('transferProgress').map(({ statusCode }) => statusCode);
        expect(codes.filter((code) => code >= 200)).to.deep.equal([status]);
        expect(codes).to.include(180);
        expect(heard('ended'), 'whether our call ends is the phone’s to say').to.deep.equal([]);
      });
    }

    it('rejects a referral that is refused', async () => {
      await talks();
      lab.referIsAnsweredWith(405);
      const error = await refused(() => port.refer(id, { number: lab.third }));
      expect([error.code, error.details?.statusCode]).to.deep.equal(['SIP_REJECTED', 405]);
    });

    it('rejects NO_CALL for what it does not know', async () => {
      await registers();
      const asks = [
        () => port.answer('nobody'),
        () => port.setHold('nobody', true),
        () => port.refer('nobody', { number: lab.third }),
        () => port.followReferral('nobody'),
        () => port.refuseReferral('nobody', 486),
        () => port.sendInfoDtmf('nobody', '1'),
      ];
      for (const ask of asks) expect((await refused(ask)).code, ask.toString()).to.equal('NO_CALL');
    });

    it('ends without a word what it does not know', async () => {
      await registers();
      await port.hangUp('nobody');
      await port.reject('nobody', 486);
      expect(types()).to.deep.equal([]);
    });

    it('rejects NOT_CONNECTED before the first connect and after disconnect', async () => {
      const asks = [
        () => port.register(),
        () => port.unregister(),
        () => port.invite({ id: 'late', number: lab.number, headers: {} }),
      ];
      for (const ask of asks) expect((await refused(ask)).code).to.equal('NOT_CONNECTED');
      await registers();
      await port.disconnect();
      for (const ask of asks) expect((await refused(ask)).code).to.equal('NOT_CONNECTED');
      expect(types(), 'a socket that we close ourselves is no news').to.deep.equal([]);
    });

    it('tells of a socket that breaks, once, and connects again', async () => {
      await registers();
      lab.socketBreaks();
      await hears('disconnected');
      await registers();
      expect(types()).to.deep.equal(['disconnected']);
    });

    it('keeps a call through a new socket', async () => {
      await talks();
      lab.socketBreaks();
      await hears('disconnected');
      await registers();
      await port.setHold(id, true);
      expect(heard('ended')).to.deep.equal([]);
    });
  });
}
