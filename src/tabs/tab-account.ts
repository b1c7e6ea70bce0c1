import type { AccountPort, AccountProfile } from '../phone/ports.js';
import type { PhoneState } from '../phone/state.js';

/**
 * The account as this tab has it, whoever leads: signed in once, so that the tab knows whose phone it is, and so that
 * a tab that takes a live call over need not ask the back end first.
 */
export class TabAccount {
  #profile: Promise<AccountProfile> | null = null;

  constructor(private readonly account: AccountPort) {}

  /** Signs in, or gives back what that came to. */
  profile(): Promise<AccountProfile> {
    return (this.#profile ??= this.account.load());
  }

  /** The next `profile` signs in anew. */
  forget(): void {
    this.#profile = null;
  }

  close(): void {
    this.forget();
    this.account.close();
  }

  /** For a phone of this tab: it finds what was loaded, with what has been chosen since, and closes nothing. */
  port(state: PhoneState): AccountPort {
    const { account } = this;
    return {
      load: async () => {
        const profile = await this.profile();
        const { extension, hotlines } = state;
        return extension && extension.id === profile.extension.id ? { ...profile, extension, hotlines } : profile;
      },
      histories: (limit) => account.histories(limit),
      contacts: () => account.contacts(),
      chooseHotline: (id) => account.chooseHotline(id),
      saveNote: (callId, note) => account.saveNote(callId, note),
      recordCall: (call) => account.recordCall(call),
      close: () => undefined,
    };
  }
}
