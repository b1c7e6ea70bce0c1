import type { ReactiveControllerHost } from 'lit';
import type { Command, CommandData, CommandResult } from '../../phone/commands.js';
import type { Phone } from '../../phone/phone.js';

/** The element that a page of the settings stands in. */
export interface SettingsHost extends ReactiveControllerHost, HTMLElement {
  readonly activePhone: Phone | null;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** What the element does for its pages. */
export interface SettingsActs {
  send<C extends Command>(command: C): Promise<CommandResult<CommandData[C['type']]> | null>;
  press(run: () => void): (event: MouseEvent) => void;
  /** The phone would refuse the command now. */
  refuses(command: Command): boolean;
  /** The last failure is none. */
  forgive(): void;
}
