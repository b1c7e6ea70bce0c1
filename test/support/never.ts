/** What nobody ever answers. */
export const never = (): Promise<never> => new Promise(() => undefined);
