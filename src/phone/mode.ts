/** Who may call: both ways, nobody, or only out. */
export type Mode = 'active' | 'inactive' | 'outgoing';

export const modes: readonly Mode[] = ['active', 'inactive', 'outgoing'];
