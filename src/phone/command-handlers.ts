import type { AudioController } from './audio-controller.js';
import type { Call } from './call.js';
import type { CallController } from './call-controller.js';
import type { CallQueues } from './call-queues.js';
import type { CheckController } from './check-controller.js';
import type { Command, CommandData, CommandOf, CommandType } from './commands.js';
import { reconfigured } from './config.js';
import type { PhoneContext } from './context.js';
import { PhoneError } from './errors.js';
import { refusalOf, targetOf } from './guard.js';
import type { LineController } from './line-controller.js';
import { otherLine } from './lines.js';
import { openMicrophone } from './open-microphone.js';
import type { RecoveryController } from './recovery-controller.js';
import type { RegistrationController } from './registration-controller.js';
import type { RingController } from './ring-controller.js';
import { callOnLine, liveCalls } from './state.js';
import type { SupportController } from './support-controller.js';
import type { TransferController } from './transfer-controller.js';

/** What a command does once the guard let it through. */
export type CommandHandlers = {
  readonly [T in CommandType]: (command: CommandOf<T>) => CommandData[T] | Promise<CommandData[T]>;
};

interface Parts {
  readonly context: PhoneContext;
  readonly registration: RegistrationController;
  readonly calls: CallController;
  readonly lines: LineController;
  readonly queues: CallQueues;
  readonly transfers: TransferController;
  readonly recovery: RecoveryController;
  readonly ring: RingController;
  readonly audio: AudioController;
  readonly check: CheckController;
  readonly support: SupportController;
  start(): Promise<null> | null;
  stop(): Promise<null>;
}

export function createCommandHandlers(parts: Parts): CommandHandlers {
  const { context, registration, calls, lines, queues, transfers, recovery, ring, audio, check, support } = parts;
  const { store, account, media, page } = context;
  const nothing = (): null => null;

  function target(command: Command): Call {
    return required(targetOf(store.state, command));
  }

  /** The guard is asked again when the turn has come, because the call may have changed. */
  function stillAllowed(command: Command, { id }: Call, run: (call: Call) => Promise<Call>): Promise<Call> {
    const call = liveCalls(store.state).find((live) => live.id === id);
    const refusal = call ? refusalOf(store.state, { ...command, line: call.line } as Command) : null;
    if (!call) return Promise.reject(new PhoneError('CANCELLED'));
    return refusal ? Promise.reject(refusal) : run(call);
  }

  /** Waits for its turn on that call. */
  function queued(command: Command, run: (call: Call) => Promise<Call>): Promise<Call> {
    const call = target(command);
    return queues.run(call.id, () => stillAllowed(command, call, run));
  }

  /** Waits for its turn among everything that opens a line. */
  function inTurn(command: Command, call: Call, run: (call: Call) => Promise<Call>): Promise<Call> {
    return lines.inTurn(() => stillAllowed(command, call, run));
  }

  return {
    start: () => parts.start(),
    stop: () => parts.stop(),
    register: () => registration.register().then(nothing),
    unregister: () => registration.unregister().then(nothing),
    call: (command) => calls.place(1, command.number, command.externalCallId),
    callLine2: (command) => lines.callLine2(command.number, command.externalCallId),
    switchLine: (command) => {
      const line = command.line ?? otherLine(store.state.currentLine);
      return inTurn(command, required(callOnLine(store.state, line)), () => lines.switchTo(line));
    },
    transfer: (command) => transfers.transfer(command.number),
    cancelTransfer: () => {
      transfers.cancel();
      return null;
    },
    answer: async (command) => {
      const asked = target(command);
      await recovery.settled(asked.id);
      return inTurn(command, asked, (call) => lines.answer(call));
    },
    reject: (command) => calls.reject(target(command)),
    // Not queued: the agent's hang-up does not wait for a hold that hangs.
    hangUp: (command) => calls.hangUp(target(command)),
    hold: (command) => queued(command, (call) => lines.hold(call.id)),
    unhold: (command) => inTurn(command, target(command), (call) => lines.unhold(call.id)),
    mute: (command) => calls.setMuted(target(command), true),
    unmute: (command) => calls.setMuted(target(command), false),
    muteSpeaker: (command) => calls.setSpeakerMuted(target(command), true),
    unmuteSpeaker: (command) => calls.setSpeakerMuted(target(command), false),
    sendDtmf: (command) => queued(command, (call) => calls.sendDtmf(call.id, command.tones)),
    setMode: ({ mode }) => {
      store.commit({ mode });
      return null;
    },
    setLanguage: ({ lang }) => {
      store.commit({ lang });
      return null;
    },
    configure: ({ change }) => {
      const config = reconfigured(context.config, change);
      context.config = config;
      context.sip.configure(config);
      media.audio.configure(config.audio);
      page.configure(config.notifications);
      return null;
    },
    silence: () => {
      ring.silence();
      return null;
    },
    unblockSound: () => media.unblockSound().then(nothing),
    setAudioInput: ({ deviceId }) => audio.choose({ input: deviceId }),
    setAudioOutput: ({ deviceId }) => audio.choose({ output: deviceId }),
    setRingtoneDevice: ({ deviceId }) => audio.choose({ ring: deviceId }),
    setRingVolume: ({ volume }) => audio.choose({ ringVolume: volume }),
    tryMicrophone: () => openMicrophone(context).then(nothing),
    inputLevel: () => media.audio.inputLevel(),
    testSound: ({ role }) => media.audio.test(role).then(nothing),
    checkSetup: () => check.check(),
    cancelCheck: () => {
      check.cancel();
      return null;
    },
    supportReport: ({ numbers }) => support.report(numbers === 'plain' ? 'plain' : 'masked'),
    allowNotifications: async () => {
      const notifications = await page.askPermission();
      store.commit({ notifications });
      return notifications;
    },
    connectHeadset: ({ chosen }) => (chosen === undefined ? page.headset.ask() : page.headset.use(chosen)),
    forgetHeadset: () => page.headset.forget().then(nothing),
    retryNow: () => {
      registration.retryNow();
      return null;
    },
    // A phone by itself is here already.
    takeHere: nothing,
    histories: (command) => account.histories(command.limit),
    contacts: () => account.contacts(),
    saveNote: (command) => account.saveNote(command.callId, command.note),
    chooseHotline: async (command) => {
      const hotline = await account.chooseHotline(command.hotlineId);
      const { extension } = store.state;
      store.commit({ hotline, extension: extension && { ...extension, current_hotline_id: hotline.id } });
      return hotline;
    },
  };
}

function required(call: Call | null): Call {
  if (!call) throw new PhoneError('NO_CALL');
  return call;
}
