import { describe, type PhoneContext } from './context.js';
import { PhoneError, toPhoneError, type ErrorDetails } from './errors.js';
import { liveCalls } from './state.js';

/** `call`: the one that it is for, where that may be placed again. */
export async function openMicrophone(context: PhoneContext, call?: ErrorDetails['call']): Promise<void> {
  const { store, media } = context;
  try {
    await media.openMicrophone();
  } catch (thrown) {
    const error = toPhoneError(thrown, 'MIC_MISSING');
    // A call that was given up meanwhile is no trouble with the microphone.
    if (error.code !== 'CANCELLED') {
      const told = call ? new PhoneError(error.code, { ...error.details, call }) : error;
      store.commit({ microphoneError: describe(context, told) });
    }
    throw error;
  }
  if (store.state.microphoneError) store.commit({ microphoneError: null });
  // The call went away while the browser asked the agent: nobody needs the microphone any more.
  if (liveCalls(store.state).length === 0) media.closeMicrophone();
}
