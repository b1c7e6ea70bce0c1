import type { Language } from '../util/types.js';
import type { CallDirection, CallEnd, EndCause } from './call.js';

type Sentence = Readonly<Record<Language, string>>;

const sentences: Readonly<Record<EndCause, Sentence>> = {
  hangup: { vi: 'Khách gác máy', en: 'The caller hung up' },
  busy: { vi: 'Khách hàng đang bận', en: 'The line is busy' },
  rejected: { vi: 'Khách từ chối cuộc gọi', en: 'The call was declined' },
  noAnswer: { vi: 'Khách không nhấc máy', en: 'No answer' },
  cancelled: { vi: 'Đã huỷ cuộc gọi', en: 'Call cancelled' },
  answeredElsewhere: { vi: 'Đã được nghe ở máy khác', en: 'Answered on another phone' },
  unavailable: { vi: 'Máy khách đang tắt hoặc ngoài vùng phủ sóng', en: 'Their phone is off or out of reach' },
  notFound: { vi: 'Số không tồn tại, kiểm tra lại', en: 'No such number, check it' },
  mediaFailed: { vi: 'Mất tiếng quá lâu', en: 'No sound for too long' },
  networkLost: { vi: 'Cuộc gọi bị ngắt do mất mạng', en: 'The network dropped the call' },
  serverError: { vi: 'Tổng đài gặp lỗi', en: 'The phone system failed' },
};

/** Causes that read differently when the agent, not the far side, brought them about, or on an incoming call. */
const local: Partial<Readonly<Record<EndCause, Sentence>>> = {
  hangup: { vi: 'Bạn gác máy', en: 'You hung up' },
  rejected: { vi: 'Bạn đã từ chối cuộc gọi', en: 'You declined the call' },
};
const inboundRemote: Partial<Readonly<Record<EndCause, Sentence>>> = {
  cancelled: { vi: 'Khách đã gác máy trước khi bạn trả lời', en: 'The caller hung up before you answered' },
  noAnswer: { vi: 'Cuộc gọi nhỡ', en: 'Missed call' },
};

/** Of the far side's final responses (RFC 3261 §21), those that say more than their cause. */
const redirected: Sentence = {
  vi: 'Số này chuyển cuộc gọi đến nơi không gọi được',
  en: 'The call was forwarded to where it cannot be put through',
};
const overloaded: Sentence = {
  vi: 'Tổng đài đang quá tải, thử lại sau ít phút',
  en: 'The phone system is overloaded, try again in a few minutes',
};

function ofStatus(status: number): Sentence | undefined {
  if (status >= 300 && status < 400) return redirected;
  return status === 503 ? overloaded : undefined;
}

/** How a call ended, as a sentence for the agent. */
export function endText(
  end: {
    readonly by: CallEnd['by'];
    readonly cause: EndCause;
    readonly direction: CallDirection;
    readonly statusCode: number | null;
  },
  lang: Language,
): string {
  const answered = end.by === 'remote' ? ofStatus(end.statusCode ?? 0) : undefined;
  const other = end.direction === 'inbound' ? inboundRemote[end.cause] : answered;
  const special = end.by === 'local' ? local[end.cause] : other;
  return (special ?? sentences[end.cause])[lang];
}
