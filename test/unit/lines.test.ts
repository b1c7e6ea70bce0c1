import { expect } from '@open-wc/testing';
import { PhoneError } from '../../src/phone/errors.js';
import type { Call } from '../../src/phone/call.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';

describe('two lines', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await bench.phone.execute({ type: 'start' });
    bench.sip.rings('caller');
    await bench.phone.execute({ type: 'answer' });
    bench.sip.asked.length = 0;
    bench.events.length = 0;
  });

  /** Line 2 is answered. */
  async function consult(): Promise<string> {
    await bench.phone.execute({ type: 'callLine2', number: '1005' });
    const id = bench.phone.state.line2?.id ?? '';
    bench.sip.tell({ type: 'accepted', id });
    await settle();
    return id;
  }

  const ends = (id: string): void =>
    bench.sip.tell({ type: 'ended', id, by: 'remote', how: 'bye', statusCode: null, reason: null, reasonHeader: null });

  const states = (): (string | undefined)[] => [bench.phone.state.line1?.state, bench.phone.state.line2?.state];

  it('holds line 1 before it dials on line 2', async () => {
    await consult();
    expect(bench.sip.asked).to.deep.equal(['hold', 'invite 1005']);
    expect(states()).to.deep.equal(['held', 'active']);
    expect(bench.phone.state.currentLine).to.equal(2);
  });

  it('does not dial when line 1 cannot be held, and leaves it as it was', async () => {
    bench.sip.holds = () => Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 488 }));
    const result = await bench.phone.execute({ type: 'callLine2', number: '1005' });
    expect(result).to.have.nested.property('error.details.statusCode', 488);
    expect(bench.sip.asked).to.deep.equal(['hold']);
    expect(states()).to.deep.equal(['active', undefined]);
    expect(bench.phone.state.currentLine).to.equal(1);
  });

  it('takes line 1 off hold again when line 2 comes to nothing or ends', async () => {
    bench.sip.invites = () => Promise.reject(new PhoneError('NOT_CONNECTED'));
    await bench.phone.execute({ type: 'callLine2', number: '1005' });
    await settle();
    expect(bench.sip.asked).to.deep.equal(['hold', 'invite 1005', 'unhold']);
    bench.sip.invites = ({ id }) => {
      bench.sip.tell({ type: 'identified', id, sipCallId: id });
      return Promise.resolve();
    };
    const id = await consult();
    ends(id);
    await settle();
    expect(states()).to.deep.equal(['active', undefined]);
    expect(bench.phone.state.currentLine).to.equal(1);
  });

  it('keeps a hold that the agent asked for', async () => {
    await bench.phone.execute({ type: 'hold' });
    const id = await consult();
    ends(id);
    await settle();
    expect(states()).to.deep.equal(['held', undefined]);
  });

  it('never has two live lines while it switches, ten times', async () => {
    await consult();
    let most = 0;
    bench.phone.subscribe(({ line1, line2 }) => {
      const live = [line1, line2].filter((call) => call?.state === 'active').length;
      most = Math.max(most, live);
    });
    for (let i = 0; i < 10; i++) expect((await bench.phone.execute({ type: 'switchLine' })).ok).to.equal(true);
    expect(most).to.equal(1);
    expect(states()).to.deep.equal(['held', 'active']);
    expect(bench.phone.state.currentLine).to.equal(2);
  });

  it('stays where it was when the line it leaves cannot be held', async () => {
    await consult();
    bench.sip.holds = () => Promise.reject(new PhoneError('TIMEOUT'));
    expect(await bench.phone.execute({ type: 'switchLine' })).to.have.nested.property('error.code', 'TIMEOUT');
    expect(bench.phone.state.currentLine).to.equal(2);
    expect(states()).to.deep.equal(['held', 'active']);
  });

  it('lets a second caller wait with a beep, and holds the first one to answer', async () => {
    bench.sip.rings('second', '0938000111');
    expect(bench.media.sounding).to.equal('waiting');
    expect(bench.phone.state.currentLine).to.equal(1);
    expect((await bench.phone.execute({ type: 'answer' })).ok).to.equal(true);
    expect(bench.sip.asked).to.deep.equal(['hold', 'answer']);
    expect(states()).to.deep.equal(['held', 'active']);
    expect(bench.phone.state.currentLine).to.equal(2);
    await bench.phone.execute({ type: 'hangUp' });
    await settle();
    expect(states()).to.deep.equal(['active', undefined]);
  });

  it('gives the first caller back when the second goes away while the agent answers', async () => {
    bench.sip.rings('second');
    bench.sip.answers = () => {
      ends('second');
      return Promise.reject(new PhoneError('CANCELLED'));
    };
    expect(await bench.phone.execute({ type: 'answer' })).to.have.nested.property('error.code', 'CANCELLED');
    await settle();
    expect(states()).to.deep.equal(['active', undefined]);
  });

  it('rejects the waiting caller and goes on talking', async () => {
    bench.sip.rings('second');
    await bench.phone.execute({ type: 'reject' });
    expect(bench.sip.asked).to.deep.equal(['reject 603']);
    expect(states()).to.deep.equal(['active', undefined]);
  });

  it('answers a third caller with busy', async () => {
    await consult();
    bench.sip.rings('third');
    expect(bench.sip.asked.at(-1)).to.equal('reject 486');
    expect(bench.events).not.to.include('callIncoming');
  });

  it('refuses line 2 where it makes no sense', async () => {
    expect(await bench.phone.execute({ type: 'callLine2', number: '' })).to.have.nested.property(
      'error.code',
      'INVALID_ARGUMENT',
    );
    await consult();
    expect(await bench.phone.execute({ type: 'callLine2', number: '1' })).to.have.nested.property(
      'error.code',
      'LINE_BUSY',
    );
    expect(await bench.phone.execute({ type: 'call', number: '1' })).to.have.nested.property('error.code', 'LINE_BUSY');
    await bench.phone.execute({ type: 'hangUp' });
    await settle();
    await bench.phone.execute({ type: 'hangUp' });
    expect(await bench.phone.execute({ type: 'callLine2', number: '1' })).to.have.nested.property(
      'error.code',
      'NO_CALL',
    );
    expect(await bench.phone.execute({ type: 'switchLine' })).to.have.nested.property('error.code', 'NO_CALL');
  });

  describe('transfer', () => {
    const outcome = (): unknown => bench.data.at(-1)?.data;

    it('is no success before the target has answered', async () => {
      const transferred = bench.phone.execute({ type: 'transfer', number: '1005' });
      await settle();
      expect(bench.sip.asked).to.deep.equal(['refer 1005']);
      expect(states()).to.deep.equal(['transferring', undefined]);
      bench.sip.tell({ type: 'transferProgress', id: 'caller', statusCode: 180, reason: 'Ringing' });
      await settle();
      expect(bench.events).to.deep.equal([]);
      bench.sip.tell({ type: 'transferProgress', id: 'caller', statusCode: 200, reason: 'OK' });
      expect((await transferred).ok).to.equal(true);
      expect(bench.events).to.deep.equal(['referAccepted', 'callEnded']);
      expect(bench.sip.asked).to.deep.equal(['refer 1005', 'hangUp']);
      expect(bench.phone.state.lastTransfer).to.include({ ok: true, text: 'Transferred to 1005' });
    });

    it('takes the BYE after the 202 as success', async () => {
      const transferred = bench.phone.execute({ type: 'transfer', number: '1005' });
      await settle();
      ends('caller');
      expect((await transferred).ok).to.equal(true);
      expect(bench.events).to.deep.equal(['referAccepted', 'callEnded']);
    });

    it('hands the caller of line 1 to whoever is on line 2, and ends both', async () => {
      const target = await consult();
      bench.events.length = 0;
      const transferred = bench.phone.execute({ type: 'transfer' });
      await settle();
      expect(bench.sip.asked.at(-1)).to.equal(`refer to ${target} by contact`);
      expect(states()).to.deep.equal(['transferring', 'active']);
      bench.sip.tell({ type: 'transferProgress', id: 'caller', statusCode: 200, reason: 'OK' });
      expect((await transferred).ok).to.equal(true);
      expect(bench.events).to.deep.equal(['referAccepted', 'callEnded', 'callEnded']);
      expect(states()).to.deep.equal([undefined, undefined]);
      expect(bench.media.isOpen).to.equal(false);
    });

    const progress = (statusCode: number): void =>
      bench.sip.tell({ type: 'transferProgress', id: 'caller', statusCode, reason: 'Because' });
    const refuses = (statusCode: number) => () => {
      bench.sip.refers = () => Promise.reject(new PhoneError('SIP_REJECTED', { statusCode, reason: 'No' }));
    };
    const comes =
      (...statuses: readonly number[]) =>
      () =>
        statuses.forEach(progress);
    const nothing = (): void => undefined;

    const happens = async (run: () => unknown): Promise<unknown> => run();

    interface Failure {
      readonly what: string;
      /** Before the agent transfers. */
      readonly before?: () => void;
      /** Once the REFER is out. */
      readonly then?: () => unknown;
      readonly code: string;
      readonly status: number | null;
      /** What the agent reads, after the target's name. */
      readonly says: string;
    }
    const failures: readonly Failure[] = [
      {
        what: 'the REFER is refused (403)',
        before: refuses(403),
        code: 'SIP_REJECTED',
        status: 403,
        says: 'did not take',
      },
      {
        what: 'the REFER is refused (405)',
        before: refuses(405),
        code: 'SIP_REJECTED',
        status: 405,
        says: 'did not take',
      },
      {
        what: 'the REFER is refused (501)',
        before: refuses(501),
        code: 'SIP_REJECTED',
        status: 501,
        says: 'did not take',
      },
      { what: 'the target is busy', then: comes(100, 486), code: 'SIP_REJECTED', status: 486, says: 'is busy' },
      { what: 'the target is busy everywhere', then: comes(600), code: 'SIP_REJECTED', status: 600, says: 'is busy' },
      {
        what: 'nobody has that number',
        then: comes(100, 404),
        code: 'SIP_REJECTED',
        status: 404,
        says: 'does not exist',
      },
      {
        what: 'nobody answers (480)',
        then: comes(180, 480),
        code: 'SIP_REJECTED',
        status: 480,
        says: 'did not answer',
      },
      {
        what: 'nobody answers (408)',
        then: comes(180, 408),
        code: 'SIP_REJECTED',
        status: 408,
        says: 'did not answer',
      },
      {
        what: 'nobody answers (487)',
        then: comes(180, 487),
        code: 'SIP_REJECTED',
        status: 487,
        says: 'did not answer',
      },
      {
        what: 'the target declines after ringing',
        then: comes(180, 180, 603),
        code: 'SIP_REJECTED',
        status: 603,
        says: 'declined',
      },
      { what: 'the target is sent on', then: comes(302), code: 'SIP_REJECTED', status: 302, says: 'did not take' },
      { what: 'the server fails', then: comes(503), code: 'SIP_REJECTED', status: 503, says: 'did not take' },
      {
        what: 'no NOTIFY comes for 30 s',
        then: () => bench.clock.pass(30_000),
        code: 'TIMEOUT',
        status: null,
        says: 'did not take',
      },
      {
        what: 'the REFER is never answered',
        before: () => (bench.sip.refers = () => new Promise(nothing)),
        then: () => bench.clock.pass(30_000),
        code: 'TIMEOUT',
        status: null,
        says: 'did not take',
      },
      {
        what: 'the agent gives it up',
        then: () => bench.phone.execute({ type: 'cancelTransfer' }),
        code: 'CANCELLED',
        status: null,
        says: 'did not take',
      },
    ];

    for (const { what, before = nothing, then = nothing, code, status, says } of failures) {
      for (const attended of [false, true]) {
        it(`gives the agent the caller back, off hold, when ${what} (${attended ? 'attended' : 'blind'})`, async () => {
          if (attended) await consult();
          else await bench.phone.execute({ type: 'hold' });
          bench.events.length = 0;
          before();
          const transferred = bench.phone.execute({ type: 'transfer', ...(attended ? {} : { number: '1005' }) });
          await settle();
          await happens(then);
          // A colleague who is not found by his Contact is looked for at his address.
          await settle();
          if (bench.events.length === 0) await happens(then);
          const result = await transferred;
          expect(result).to.have.nested.property('error.code', code);
          expect(states()).to.deep.equal(['active', attended ? 'held' : undefined]);
          expect(bench.phone.state.currentLine).to.equal(1);
          expect(bench.events).to.deep.equal(['referFailed']);
          expect(outcome()).to.have.nested.property('transfer.statusCode', status);
          expect(outcome())
            .to.have.nested.property('transfer.text')
            .that.matches(new RegExp(`^1005 ${says}`));
          expect((outcome() as Call).id).to.equal('caller');
          // What comes late changes nothing.
          progress(200);
          await settle();
          expect(bench.events).to.deep.equal(['referFailed']);
        });
      }
    }

    it('looks for the colleague at his address when nobody is found by his Contact, and at no third place', async () => {
      const id = await consult();
      bench.sip.asked.length = 0;
      const transferred = bench.phone.execute({ type: 'transfer' });
      await settle();
      progress(404);
      await settle();
      const asked = (): readonly string[] => bench.sip.asked.filter((what) => what.startsWith('refer'));
      expect(asked()).to.deep.equal([`refer to ${id} by contact`, `refer to ${id} by address`]);
      expect(bench.phone.state.line1?.state).to.equal('transferring');
      progress(404);
      expect((await transferred).ok).to.equal(false);
      expect(asked()).to.have.length(2);
    });

    it('takes the BYE of a caller who has not accepted the second REFER for a hang-up', async () => {
      await consult();
      let answer: () => void = nothing;
      const transferred = bench.phone.execute({ type: 'transfer' });
      await settle();
      bench.sip.refers = () => new Promise<void>((resolve) => (answer = resolve));
      progress(404);
      await settle();
      ends('caller');
      expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
      answer();
    });

    it('gives the agent the caller back when the target hangs up during the consultation', async () => {
      const target = await consult();
      bench.events.length = 0;
      ends(target);
      await settle();
      expect(states()).to.deep.equal(['active', undefined]);
      expect(bench.phone.state.currentLine).to.equal(1);
      expect(bench.events).to.deep.equal(['callEnded']);
    });

    it('gives the agent the caller back when the target hangs up while he is handed over', async () => {
      const target = await consult();
      bench.events.length = 0;
      const transferred = bench.phone.execute({ type: 'transfer' });
      await settle();
      ends(target);
      progress(481);
      expect(await transferred).to.have.nested.property('error.details.statusCode', 481);
      expect(states()).to.deep.equal(['active', undefined]);
      expect(bench.phone.state.currentLine).to.equal(1);
      expect(bench.events).to.have.members(['callEnded', 'referFailed']);
    });

    it('leaves the agent with the target when the caller hangs up during the consultation', async () => {
      const target = await consult();
      bench.events.length = 0;
      ends('caller');
      await settle();
      expect(states()).to.deep.equal([undefined, 'active']);
      expect(bench.phone.state).to.deep.include({ currentLine: 2 });
      expect(bench.phone.state.line2?.id).to.equal(target);
      expect(bench.events).to.deep.equal(['callEnded']);
    });

    it('says so when the caller’s line is lost while he is handed over: that is no success', async () => {
      const transferred = bench.phone.execute({ type: 'transfer', number: '1005' });
      await settle();
      const end = { statusCode: null, reason: null, reasonHeader: null } as const;
      bench.sip.tell({ type: 'ended', id: 'caller', by: 'network', how: 'lost', ...end });
      expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
      expect(bench.events).to.deep.equal(['referFailed', 'callEnded']);
    });

    it('waits on while the target rings', async () => {
      const transferred = bench.phone.execute({ type: 'transfer', number: '1005' });
      await settle();
      for (let i = 0; i < 4; i++) {
        await bench.clock.pass(20_000);
        progress(180);
      }
      expect(bench.events).to.deep.equal([]);
      await bench.clock.pass(30_000);
      expect((await transferred).ok).to.equal(false);
    });

    it('ends with the caller who hangs up meanwhile', async () => {
      bench.sip.refers = () => new Promise(() => undefined);
      const transferred = bench.phone.execute({ type: 'transfer', number: '1005' });
      await settle();
      ends('caller');
      expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
      expect(bench.events).to.deep.equal(['referFailed', 'callEnded']);
    });

    it('can be given up by the agent', async () => {
      const transferred = bench.phone.execute({ type: 'transfer', number: '1005' });
      await settle();
      await bench.phone.execute({ type: 'cancelTransfer' });
      expect(await transferred).to.have.nested.property('error.code', 'CANCELLED');
      expect(states()).to.deep.equal(['active', undefined]);
      progress(200);
      await settle();
      expect(bench.events).to.deep.equal(['referFailed']);
    });

    it('needs a number when nobody was asked, and one transfer at a time', async () => {
      expect(await bench.phone.execute({ type: 'transfer' })).to.have.nested.property('error.code', 'INVALID_ARGUMENT');
      void bench.phone.execute({ type: 'transfer', number: '1005' });
      await settle();
      expect(await bench.phone.execute({ type: 'transfer', number: '1006' })).to.have.nested.property(
        'error.code',
        'LINE_BUSY',
      );
      expect(await bench.phone.execute({ type: 'hold' })).to.have.nested.property('error.code', 'NO_CALL');
    });
  });

  it('follows a referral on the free line, visibly, and refuses one it has no line for', async () => {
    bench.sip.tell({ type: 'referred', id: 'caller', newId: 'new', number: '1009' });
    await settle();
    expect(bench.sip.asked).to.deep.equal(['hold', 'follow']);
    expect(bench.phone.state.line2).to.include({ id: 'new', number: '1009', direction: 'outbound' });
    expect(bench.events).to.deep.equal(['callOutgoing']);
    bench.sip.tell({ type: 'accepted', id: 'new' });
    await settle();
    expect(states()).to.deep.equal(['held', 'active']);
    bench.sip.tell({ type: 'referred', id: 'caller', newId: 'newer', number: '1010' });
    await settle();
    expect(bench.sip.asked.at(-1)).to.equal('refuse 486');
  });

  it('lets a handed-over caller take the place of whom he replaces, without a press', async () => {
    const replacing = {
      id: 'next',
      sipCallId: 's',
      number: '0938',
      name: null,
      callId: null,
      headers: {},
      dialled: [],
      replaces: 'caller',
    };
    bench.sip.tell({ type: 'incoming', ...replacing });
    await settle();
    expect(bench.sip.asked).to.deep.equal(['answer']);
    expect(bench.phone.state.line1).to.include({ id: 'next', state: 'active' });
    expect(bench.events).to.deep.equal(['callEnded', 'callIncoming', 'callConfirmed']);
  });
});
