import type { Language } from '../util/types.js';
import type { CheckReason, StepFinding } from './check.js';
import { errorCatalogue } from './errors.js';

interface ReasonText {
  readonly meaning: string;
  readonly remedy: string;
}

const reasons: Readonly<Record<CheckReason, Readonly<Record<Language, ReasonText>>>> = {
  NOT_HEARD: {
    vi: {
      meaning: 'Micro chưa nghe thấy bạn',
      remedy: 'Xem nút tắt tiếng trên tai nghe, nói to hơn rồi kiểm tra lại.',
    },
    en: {
      meaning: 'The microphone did not hear you',
      remedy: 'Look at the headset’s mute switch, speak up and check again.',
    },
  },
  NO_LOOPBACK: {
    vi: {
      meaning: 'Trình duyệt không truyền được tiếng',
      remedy: 'Tắt tiện ích chặn WebRTC hoặc VPN, rồi kiểm tra lại.',
    },
    en: {
      meaning: 'The browser cannot carry sound',
      remedy: 'Turn off extensions that block WebRTC, or the VPN, and check again.',
    },
  },
  SILENT_LOOPBACK: {
    vi: { meaning: 'Tiếng gửi đi bị mất', remedy: 'Tải lại trang hoặc khởi động lại trình duyệt.' },
    en: { meaning: 'The sound gets lost on its way', remedy: 'Reload the page, or restart the browser.' },
  },
  SLOW_SERVER: {
    vi: { meaning: 'Tổng đài trả lời chậm', remedy: 'Cắm dây mạng, tắt bớt chương trình đang tải.' },
    en: { meaning: 'The phone system answers slowly', remedy: 'Use a network cable, and stop what downloads.' },
  },
  NO_CANDIDATES: {
    vi: { meaning: 'Không có đường mạng cho tiếng', remedy: 'Kiểm tra mạng, tắt VPN, hoặc báo quản trị viên.' },
    en: {
      meaning: 'There is no network path for sound',
      remedy: 'Check the network, turn off the VPN, or tell your administrator.',
    },
  },
  NO_RELAY: {
    vi: { meaning: 'Mạng này có thể làm mất tiếng', remedy: 'Báo quản trị viên: máy chủ STUN/TURN không trả lời.' },
    en: {
      meaning: 'This network may cost the sound',
      remedy: 'Tell your administrator: the STUN/TURN server does not answer.',
    },
  },
};

/** What is wrong and what to do, in the agent's words; `null` where nothing is. */
export function checkText({ reason }: StepFinding, lang: Language): ReasonText | null {
  if (reason === null) return null;
  return reason in reasons
    ? reasons[reason as CheckReason][lang]
    : errorCatalogue[reason as keyof typeof errorCatalogue][lang];
}
