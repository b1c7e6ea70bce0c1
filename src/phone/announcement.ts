import { shownLine } from '../util/one-line.js';
import type { Language } from '../util/types.js';
import type { Call } from './call.js';
import type { Announcement } from './ports.js';
import { currentCall, incomingCall, liveCalls, type PhoneState } from './state.js';

interface Words {
  readonly incoming: (who: string) => string;
  readonly hidden: string;
  readonly answer: string;
  /** Another call goes on meanwhile. */
  readonly holdAndAnswer: string;
  readonly reject: string;
}

const words: Readonly<Record<Language, Words>> = {
  vi: {
    incoming: (who) => `Cuộc gọi đến: ${who}`,
    hidden: 'Số ẩn',
    answer: 'Trả lời',
    holdAndAnswer: 'Giữ & trả lời',
    reject: 'Từ chối',
  },
  en: {
    incoming: (who) => `Incoming call: ${who}`,
    hidden: 'Hidden number',
    answer: 'Answer',
    holdAndAnswer: 'Hold & answer',
    reject: 'Reject',
  },
};

/** What the page should say of the calls outside the phone's own elements. Pure. */
export function announcementOf(state: PhoneState): Announcement {
  // The calls of a phone that has let go are another tab's.
  if (state.status === 'stopped') return { ringing: null, current: null };
  const ringing = incomingCall(state);
  const current = currentCall(state);
  const { incoming, answer, holdAndAnswer, reject } = words[state.lang];
  return {
    ringing: ringing && {
      call: ringing.id,
      title: incoming(whoOf(ringing, state.lang)),
      text: restOf(ringing),
      answer: liveCalls(state).length > 1 ? holdAndAnswer : answer,
      reject,
    },
    current: current && {
      call: current.id,
      title: whoOf(current, state.lang),
      text: restOf(current),
      muted: current.muted,
    },
  };
}

function whoOf({ name, number }: Call, lang: Language): string {
  const shown = shownLine(name ?? '') || shownLine(number);
  return shown === '' || /^anonymous$/i.test(shown) ? words[lang].hidden : shown;
}

/** What stands below the name: the number, and the hotline it came in on. */
function restOf({ name, number, hotline }: Call): string {
  const isNamed = shownLine(name ?? '') !== '' && shownLine(name ?? '') !== shownLine(number);
  return [isNamed && !/^anonymous$/i.test(number) ? shownLine(number) : '', shownLine(hotline?.name ?? '')]
    .filter(Boolean)
    .join(' · ');
}
