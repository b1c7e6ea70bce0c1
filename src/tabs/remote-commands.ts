import type { CommandType } from '../phone/commands.js';

/**
 * What becomes of a command whose leader went away before it answered: `again` may be carried out twice, `once` may
 * not and is refused with CANCELLED; `here` never leaves its tab.
 */
export const remoteCommands = {
  start: 'here',
  stop: 'here',
  unblockSound: 'here',
  allowNotifications: 'here',
  takeHere: 'once',
  connectHeadset: 'again',
  forgetHeadset: 'again',
  register: 'again',
  unregister: 'again',
  call: 'once',
  callLine2: 'once',
  switchLine: 'once',
  transfer: 'once',
  cancelTransfer: 'again',
  answer: 'again',
  reject: 'again',
  hangUp: 'again',
  hold: 'again',
  unhold: 'again',
  mute: 'again',
  unmute: 'again',
  muteSpeaker: 'again',
  unmuteSpeaker: 'again',
  sendDtmf: 'once',
  setMode: 'again',
  setLanguage: 'again',
  configure: 'again',
  silence: 'again',
  retryNow: 'again',
  setAudioInput: 'again',
  setAudioOutput: 'again',
  setRingtoneDevice: 'again',
  setRingVolume: 'again',
  tryMicrophone: 'again',
  inputLevel: 'again',
  testSound: 'again',
  checkSetup: 'again',
  cancelCheck: 'again',
  supportReport: 'again',
  histories: 'again',
  contacts: 'again',
  chooseHotline: 'once',
  saveNote: 'once',
} as const satisfies Record<CommandType, 'again' | 'once' | 'here'>;

/** Whether a tab may ask another one for this. */
export function isRemote(type: unknown): type is CommandType {
  return (
    typeof type === 'string' && Object.hasOwn(remoteCommands, type) && remoteCommands[type as CommandType] !== 'here'
  );
}
