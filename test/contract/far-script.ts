import { liveCalls } from '../../src/phone/state.js';
import type { Simulator } from '../../src/testing.js';
import type { FarAction, Fault } from './steps.js';

/** Lets the far side do something, where there is somebody to do it. */
export function playFar(simulator: Simulator, action: FarAction): void {
  try {
    act(simulator, action);
  } catch (error) {
    // There is no call for this: a far side that is not there does nothing.
    if (!/there is no call|is not registered/.test(String(error))) throw error;
  }
}

function act(simulator: Simulator, action: FarAction): void {
  switch (action) {
    case 'remoteRings':
      simulator.remoteRings({ name: 'Hoa', callId: `cc-${simulator.calls.length}`, headers: { 'X-Tag': 'a' } });
      return;
    case 'remoteNamesCall':
      simulator.remoteNamesCall('cc-named');
      return;
    case 'remoteRejects':
      simulator.remoteRejects([486, 603, 404, 480, 500][simulator.calls.length % 5], 'Because');
      return;
    case 'remoteCancels':
      simulator.remoteCancels({ answeredElsewhere: simulator.calls.length % 2 === 0 });
      return;
    case 'remoteRefers':
      simulator.remoteRefers('1009');
      return;
    case 'remoteReplaces': {
      const replaced = simulator.calls.filter(({ status }) => status === 'answered').at(-1);
      if (replaced) simulator.remoteRings({ number: '1008', replaces: replaced.id });
      return;
    }
    case 'transferSucceeds':
      simulator.transferProgress(200, 'OK');
      return;
    case 'transferRings':
      simulator.transferProgress(180, 'Ringing');
      return;
    case 'transferFails':
      simulator.transferProgress(486, 'Busy Here');
      return;
    case 'remoteRingsBack':
    case 'remoteSendsEarlyMedia':
    case 'remoteAnswers':
    case 'remoteHangsUp':
    case 'remoteHolds':
    case 'remoteUnholds':
      simulator[action]();
      return;
  }
}

const acts: Readonly<Record<Fault, (simulator: Simulator) => void>> = {
  socketDrops: (simulator) => simulator.socketDrops(),
  serverRefuses: (simulator) => simulator.serverRefuses(),
  serverIsSilent: (simulator) => simulator.serverIsSilent(),
  serverAccepts: (simulator) => simulator.serverAccepts(),
  registrationIsForbidden: (simulator) => simulator.registrationIsRefused(403),
  registrationIsBroken: (simulator) => simulator.registrationIsRefused(503),
  registrationIsGranted: (simulator) => simulator.registrationIsGranted(60),
  holdsAreRefused: (simulator) => simulator.holdsAreAnsweredWith(488),
  holdsMeetGlare: (simulator) => simulator.holdsAreAnsweredWith(491, 491, 200),
  holdsFindNoCall: (simulator) => simulator.holdsAreAnsweredWith(481, 200),
  holdsAreGranted: (simulator) => simulator.holdsAreAnsweredWith(200),
  refersAreRefused: (simulator) => simulator.remoteAnswersReferWith(405),
  refersAreGranted: (simulator) => simulator.remoteAnswersReferWith(202),
  microphoneIsDenied: (simulator) => simulator.microphoneIs('denied'),
  microphoneAsks: (simulator) => simulator.microphoneIs('asking'),
  microphoneIsAllowed: (simulator) => simulator.microphoneIs('allowed'),
  microphoneIsUnplugged: (simulator) => simulator.microphoneIsPluggedIn(false),
  microphoneIsBack: (simulator) => simulator.microphoneIsPluggedIn(true),
  mediaIsLost: (simulator) => ofEachCall(simulator, (id) => simulator.mediaIs('disconnected', id)),
  mediaIsBack: (simulator) => ofEachCall(simulator, (id) => simulator.mediaIs('connected', id)),
  soundIsBlocked: (simulator) => simulator.soundIsBlocked(true),
  noTelephoneEvents: (simulator) => simulator.remoteTakesTelephoneEvents(false),
  accountFails: (simulator) => simulator.accountFails('SERVER'),
  accountAnswers: (simulator) => simulator.accountFails(null),
  slow: (simulator) => void (simulator.latency = 60),
  verySlow: (simulator) => void (simulator.latency = 2_000),
  quick: (simulator) => void (simulator.latency = 0),
};

/** Lets something break, or be mended. */
export function playFault(simulator: Simulator, fault: Fault): void {
  acts[fault](simulator);
}

function ofEachCall({ phone }: Simulator, run: (id: string) => void): void {
  for (const { id } of liveCalls(phone.state)) run(id);
}
