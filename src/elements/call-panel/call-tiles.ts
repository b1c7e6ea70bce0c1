import type { Call } from '../../phone/call.js';
import type { Command, CommandType } from '../../phone/commands.js';
import type { IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';
import type { Control } from '../parts/controls.js';

export interface TileContext {
  readonly call: Call;
  readonly messages: Messages;
  readonly keypadOpen: boolean;
  readonly refuses: (command: Command) => boolean;
  readonly isPending: (type: CommandType) => boolean;
  readonly send: (command: Command) => (event: MouseEvent) => void;
  readonly toggleKeypad: (event: MouseEvent) => void;
}

interface Toggle {
  readonly act: string;
  readonly on: boolean;
  /** Icon, word and command of the next press, when it is off and when it is on. */
  readonly off: readonly [IconName, string, Command];
  readonly undo: readonly [IconName, string, Command];
}

/**
 * The grid, in the order of its places: mute, sound, hold; keypad. A control that is on says what the next press
 * does, by name, not by a pressed state.
 */
export function callTiles(context: TileContext): readonly Control[] {
  const { call, messages, keypadOpen } = context;
  const { line } = call;
  return [
    toggleTile(context, {
      act: 'mute',
      on: call.muted,
      off: ['mic', messages.mute, { type: 'mute', line }],
      undo: ['mic-off', messages.unmute, { type: 'unmute', line }],
    }),
    toggleTile(context, {
      act: 'sound',
      on: call.speakerMuted,
      off: ['speaker', messages.muteSound, { type: 'muteSpeaker', line }],
      undo: ['speaker-off', messages.unmuteSound, { type: 'unmuteSpeaker', line }],
    }),
    toggleTile(context, {
      act: 'hold',
      on: call.onHold,
      off: ['pause', messages.hold, { type: 'hold', line }],
      undo: ['play', messages.resume, { type: 'unhold', line }],
    }),
    {
      act: 'keypad',
      label: keypadOpen ? messages.hideKeypad : messages.keypad,
      icon: 'keypad',
      kind: keypadOpen ? 'tile on' : 'tile',
      disabled: !keypadOpen && context.refuses({ type: 'sendDtmf', tones: '0', line }),
      press: context.toggleKeypad,
    },
  ];
}

function toggleTile(context: TileContext, { act, on, off, undo }: Toggle): Control {
  const [icon, label, command] = on ? undo : off;
  return {
    act,
    icon,
    label,
    kind: on ? 'tile on' : 'tile',
    disabled: context.refuses(command),
    pending: context.isPending(off[2].type) || context.isPending(undo[2].type),
    press: context.send(command),
  };
}
