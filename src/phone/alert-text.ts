import type { Language } from '../util/types.js';
import type { Alert } from './events.js';

export type AlertCode = keyof typeof alerts;

/** Every alert with its sentences: what is wrong, and that it is over. */
export const alerts = {
  CONNECTION_LOST: {
    type: 'network',
    level: 'critical',
    vi: ['Mất kết nối tổng đài, đang nối lại', 'Đã nối lại tổng đài'],
    en: ['The phone system is out of reach, reconnecting', 'Connected to the phone system again'],
  },
  CALL_INTERRUPTED: {
    type: 'network',
    level: 'warning',
    vi: ['Đang nối lại cuộc gọi với tổng đài', 'Cuộc gọi đã được nối lại'],
    en: ['Bringing the call back to the phone system', 'The call is back'],
  },
  TAKEOVER_REFUSED: {
    type: 'server',
    level: 'warning',
    vi: [
      'Tổng đài không cho nối lại cuộc gọi sau khi tải lại trang: từ nay rời trang sẽ kết thúc cuộc gọi',
      'Cuộc gọi lại được giữ khi tải lại trang',
    ],
    en: [
      'The phone system does not give a call back to a reloaded page: from now on leaving the page ends the call',
      'Calls outlive a reload of the page again',
    ],
  },
  MEDIA_LOST: {
    type: 'network',
    level: 'critical',
    vi: ['Mất tiếng cuộc gọi, đang chờ mạng', 'Tiếng đã trở lại'],
    en: ['The sound of the call is gone, waiting for the network', 'The sound is back'],
  },
  SOUND_BLOCKED: {
    type: 'permission',
    level: 'warning',
    vi: ['Trình duyệt đang chặn âm thanh, bấm vào trang để bật', 'Âm thanh đã bật'],
    en: ['The browser blocks sound, click the page to allow it', 'Sound is allowed'],
  },
  MICROPHONE_LOST: {
    type: 'device',
    level: 'critical',
    vi: ['Micro đã bị ngắt, khách không nghe thấy bạn', 'Không còn cảnh báo micro bị ngắt'],
    en: ['The microphone is gone, the caller cannot hear you', 'The warning that the microphone is gone is over'],
  },
  AUDIO_INPUT_LOST: {
    type: 'device',
    level: 'warning',
    vi: ['Micro đã chọn bị rút, đang dùng micro mặc định của máy', 'Micro đã chọn dùng được lại'],
    en: ['The chosen microphone is unplugged, the computer’s own is used', 'The chosen microphone is back'],
  },
  AUDIO_OUTPUT_LOST: {
    type: 'device',
    level: 'warning',
    vi: ['Tai nghe đã chọn bị rút, tiếng đang ra loa mặc định của máy', 'Tai nghe đã chọn dùng được lại'],
    en: ['The chosen speaker is unplugged, the computer’s own is used', 'The chosen speaker is back'],
  },
  RINGTONE_DEVICE_LOST: {
    type: 'device',
    level: 'warning',
    vi: ['Loa đổ chuông đã chọn bị rút, chuông đổ ở loa mặc định của máy', 'Loa đổ chuông đã chọn dùng được lại'],
    en: ['The chosen ringer is unplugged, the computer’s own rings', 'The chosen ringer is back'],
  },
  TALKING_WHILE_MUTED: {
    type: 'device',
    level: 'warning',
    vi: ['Bạn đang nói khi tắt mic: bấm Bật mic để khách nghe thấy', 'Bạn không còn nói khi tắt mic'],
    en: ['You are talking while muted: press Unmute to be heard', 'You are no longer talking while muted'],
  },
  NOT_HEARD: {
    type: 'quality',
    level: 'critical',
    vi: [
      'Khách không nghe thấy bạn: kiểm tra micro và nút tắt tiếng trên tai nghe',
      'Không còn cảnh báo khách không nghe thấy bạn',
    ],
    en: [
      'They can’t hear you: check the microphone and the mute switch on the headset',
      'The warning that they can’t hear you is over',
    ],
  },
  NOTHING_HEARD: {
    type: 'quality',
    level: 'warning',
    vi: [
      'Bạn không nghe thấy khách: có thể họ đang tắt mic; chờ vài giây, vẫn im lặng thì gọi lại',
      'Không còn cảnh báo bạn không nghe thấy khách',
    ],
    en: [
      'You can’t hear them: they may be muted; wait a few seconds, and call again if it stays silent',
      'The warning that you can’t hear them is over',
    ],
  },
  POOR_LINE: {
    type: 'quality',
    level: 'warning',
    vi: [
      'Đường truyền yếu, tiếng có thể bị ngắt: cắm dây mạng, tắt bớt chương trình đang tải',
      'Đường truyền đã ổn định',
    ],
    en: [
      'The line is poor, words may get lost: use a network cable, and stop what downloads',
      'The line is no longer poor',
    ],
  },
} as const satisfies Record<
  string,
  Pick<Alert, 'type' | 'level'> & Record<Language, readonly [raised: string, recovered: string]>
>;

/** What a phone that takes another one's place finds out anew by itself, or what stays so. */
export const handedOn: ReadonlySet<string> = new Set<AlertCode>([
  'CONNECTION_LOST',
  'AUDIO_INPUT_LOST',
  'AUDIO_OUTPUT_LOST',
  'RINGTONE_DEVICE_LOST',
  'TAKEOVER_REFUSED',
]);

const stopped = { vi: 'Điện thoại đã dừng', en: 'The phone has stopped' } as const;

/** Says that an alert is over, or that nobody looks any more; `null` for a code that is never over. */
export function recovery(
  code: string,
  lang: Language,
  isStopped: boolean,
  details: Alert['details'] = {},
): Alert | null {
  const entry = isAlertCode(code) ? alerts[code] : null;
  const message = isStopped ? stopped[lang] : entry?.[lang][1];
  return entry && message ? { type: entry.type, level: 'info', code: `${code}_RECOVERED`, message, details } : null;
}

function isAlertCode(code: string): code is AlertCode {
  return Object.hasOwn(alerts, code);
}
