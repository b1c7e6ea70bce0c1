import type { Call } from '../../phone/call.js';
import type { Command, CommandType } from '../../phone/commands.js';
import type { IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';
import type { Control } from '../parts/controls.js';
import type { SheetPurpose } from '../transfer-dialog/transfer-dialog.js';

/** Whether the agent is with one caller, has a second one, asks before a transfer, or hands a caller over. */
export type Company = 'one' | 'two' | 'consulting' | 'passing';

interface ToggleContext {
  readonly call: Call;
  readonly messages: Messages;
  readonly refuses: (command: Command) => boolean;
  readonly isPending: (type: CommandType, ofThisLine?: boolean) => boolean;
  readonly send: (command: Command) => (event: MouseEvent) => void;
}

export interface TileContext extends ToggleContext {
  readonly company: Company;
  readonly keypadOpen: boolean;
  readonly openSheet: (purpose: SheetPurpose) => (event: MouseEvent) => void;
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
 * The grid, in the order of its places: mute, sound, hold; keypad, transfer, add. A control that is on says what the
 * next press does, by name, not by a pressed state.
 */
export function callTiles(context: TileContext): readonly Control[] {
  const { call, messages, keypadOpen } = context;
  const { line } = call;
  return [
    muteTile(context),
    toggleTile(context, {
      act: 'sound',
      on: call.speakerMuted,
      off: ['speaker', messages.muteSound, { type: 'muteSpeaker', line }],
      undo: ['speaker-off', messages.unmuteSound, { type: 'unmuteSpeaker', line }],
    }),
    holdTile(context),
    {
      act: 'keypad',
      label: keypadOpen ? messages.hideKeypad : messages.keypad,
      icon: 'keypad',
      kind: keypadOpen ? 'tile on' : 'tile',
      disabled: !keypadOpen && context.refuses({ type: 'sendDtmf', tones: '0', line }),
      press: context.toggleKeypad,
    },
    transferTile(context),
    addTile(context),
  ];
}

export function muteTile(context: ToggleContext): Control {
  const { line, muted } = context.call;
  return toggleTile(context, {
    act: 'mute',
    on: muted,
    off: ['mic', context.messages.mute, { type: 'mute', line }],
    undo: ['mic-off', context.messages.unmute, { type: 'unmute', line }],
  });
}

export function holdTile(context: ToggleContext): Control {
  const { line, onHold } = context.call;
  return toggleTile(context, {
    act: 'hold',
    on: onHold,
    off: ['pause', context.messages.hold, { type: 'hold', line }],
    undo: ['play', context.messages.resume, { type: 'unhold', line }],
  });
}

/** To whoever waits on the other line. */
export function swapTile({ messages, refuses, isPending, send }: ToggleContext): Control {
  const command = { type: 'switchLine' } as const;
  return {
    act: 'swap',
    label: messages.swap,
    icon: 'swap',
    kind: 'tile',
    disabled: refuses(command),
    pending: isPending('switchLine'),
    press: send(command),
  };
}

/** Transfer; while the agent asks somebody first: Connect. */
function transferTile(context: TileContext): Control {
  const { company, messages } = context;
  if (company === 'consulting') {
    const command = { type: 'transfer' } as const;
    return {
      act: 'connect',
      label: messages.connect,
      icon: 'transfer',
      kind: 'tile do',
      disabled: context.refuses(command),
      press: context.send(command),
    };
  }
  return {
    act: 'transfer',
    label: messages.transfer,
    icon: 'transfer',
    kind: company === 'passing' ? 'tile shut' : 'tile',
    pending: company === 'passing',
    disabled: context.refuses({ type: 'transfer', number: '0' }),
    press: context.openSheet('transfer'),
  };
}

/** Add call; with a second one: swap; away from the caller: go back to him. */
function addTile(context: TileContext): Control {
  const { company, messages } = context;
  if (company === 'consulting') return backTile(context, { type: 'hangUp', line: 2 });
  if (company === 'passing') return backTile(context, { type: 'cancelTransfer' });
  if (company === 'two') return swapTile(context);
  return {
    act: 'add',
    label: messages.addCall,
    icon: 'phone-add',
    kind: 'tile',
    disabled: context.refuses({ type: 'callLine2', number: '0' }),
    press: context.openSheet('add'),
  };
}

function backTile(context: TileContext, command: Command): Control {
  return {
    act: `back-${command.type}`,
    label: context.messages.goBack,
    icon: 'return',
    kind: 'tile',
    disabled: context.refuses(command),
    pending: context.isPending(command.type),
    press: context.send(command),
  };
}

function toggleTile(context: ToggleContext, { act, on, off, undo }: Toggle): Control {
  const [icon, label, command] = on ? undo : off;
  return {
    act,
    icon,
    label,
    kind: on ? 'tile on' : 'tile',
    disabled: context.refuses(command),
    pending: context.isPending(off[2].type, true) || context.isPending(undo[2].type, true),
    press: context.send(command),
  };
}
