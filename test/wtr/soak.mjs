/** The command `soak`: what the soak was asked for (test/soak/run.mjs). */
export const soakPlugin = {
  name: 'test-soak',
  executeCommand({ command }) {
    return command === 'soak' ? JSON.parse(process.env.BFC_SOAK ?? '{"calls":500,"seed":1}') : undefined;
  },
};
