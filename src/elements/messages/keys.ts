/** What is said of the keys. */
export const viKeys = {
  title: 'Phím tắt',
  inPhone: 'Dùng được khi bạn đang ở trong điện thoại và không gõ chữ.',
  inPage: 'Dùng được ở mọi chỗ trên trang, trừ khi bạn đang gõ chữ.',
  none: 'Trang này đã tắt phím tắt.',
  names: {
    answer: 'Trả lời',
    reject: 'Từ chối',
    hangUp: 'Kết thúc',
    mute: 'Tắt, bật mic',
    hold: 'Giữ máy, nối lại',
    switchLine: 'Sang cuộc gọi kia',
    transfer: 'Chuyển máy, nối máy',
    addCall: 'Gọi thêm',
    keypad: 'Bàn phím, ô nhập số',
    note: 'Ghi chú cuộc gọi',
    open: 'Tới điện thoại, mở và thu nhỏ',
    help: 'Xem phím tắt',
  },
};

export const enKeys: typeof viKeys = {
  title: 'Keyboard shortcuts',
  inPhone: 'They work while you are in the phone and not typing.',
  inPage: 'They work anywhere on the page, except while you type.',
  none: 'This page has turned shortcuts off.',
  names: {
    answer: 'Answer',
    reject: 'Reject',
    hangUp: 'Hang up',
    mute: 'Mute, unmute',
    hold: 'Hold, resume',
    switchLine: 'Go to the other call',
    transfer: 'Transfer, connect',
    addCall: 'Add call',
    keypad: 'Keypad, number field',
    note: 'Call note',
    open: 'Go to the phone, open, minimise',
    help: 'Show the shortcuts',
  },
};
