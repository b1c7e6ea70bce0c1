import type { AccountPort, AccountProfile, SipAccount } from '../phone/ports.js';

/** The account of a PBX without an account API: everything it knows stands in the configuration. */
export class PbxAccount implements AccountPort {
  constructor(private readonly sip: SipAccount) {}

  load(): Promise<AccountProfile> {
    const number = /^sips?:([^@]+)@/.exec(this.sip.uri)?.[1] ?? this.sip.authorizationUsername;
    const extension = {
      id: number,
      number,
      name: this.sip.displayName,
      hotline_id_list: [],
      hotline_group_id_list: [],
      current_hotline_id: null,
    };
    return Promise.resolve({ extension, hotlines: [], sip: this.sip });
  }
}
