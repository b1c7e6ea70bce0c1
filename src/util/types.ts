/** Stops a subscription. Calling it twice is harmless. */
export type Unsubscribe = () => void;

/** The languages the phone speaks to the agent. */
export type Language = 'vi' | 'en';
