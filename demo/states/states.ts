/** Every state that an agent meets. `/states.html`, the pictures and the tests of the layout show these. */
import { callGroups } from './calls.js';
import { helpStates } from './help.js';
import { hoa } from './people.js';
import { formStates } from './forms.js';
import { never, seconds, signedIn, microphone, page, empty, failing, loading, type StateGroup } from './scenes.js';
import { smallGroups } from './small.js';
import { warnedGroup } from './warned.js';

export const stateGroups: readonly StateGroup[] = [
  {
    id: 'ready',
    name: ['Kết nối và sẵn sàng', 'Connecting and ready'],
    states: [
      { id: 'signed-out', name: ['Chưa đăng nhập', 'Signed out'], play: (stage) => stage.drawn() },
      ...formStates,
      {
        id: 'connecting',
        name: ['Đang kết nối', 'Connecting'],
        play: async (stage) => {
          stage.simulator.latency = never;
          void stage.simulator.phone.execute({ type: 'start' });
          await stage.drawn();
        },
      },
      { id: 'ready', name: ['Sẵn sàng', 'Ready'], play: signedIn(() => undefined) },
      {
        id: 'typed',
        name: ['Đã nhập số', 'A number is typed'],
        play: signedIn((stage) => stage.type('input', hoa.number)),
      },
      {
        id: 'typed-wrong',
        name: ['Số không hợp lệ', 'Not a number'],
        play: signedIn(async (stage) => {
          await stage.type('input', '0912/345');
          await stage.press('[data-act=call]');
        }),
      },
      {
        id: 'offline',
        name: ['Mất kết nối', 'Offline'],
        play: signedIn(async ({ simulator }) => {
          simulator.serverRefuses();
          simulator.socketDrops();
          await simulator.advance(seconds(9));
        }),
      },
      {
        id: 'refused',
        name: ['Không đăng nhập được', 'Sign-in refused'],
        play: async (stage) => {
          stage.simulator.registrationIsRefused(403);
          await stage.start();
        },
      },
      {
        id: 'away',
        name: ['Tạm nghỉ', 'Away'],
        play: signedIn((stage) => stage.execute({ type: 'setMode', mode: 'inactive' })),
      },
      {
        id: 'unregistered',
        name: ['Ngừng nhận cuộc gọi', 'Unregistered'],
        play: signedIn((stage) => stage.execute({ type: 'unregister' })),
      },
      {
        id: 'shortcuts',
        name: ['Phím tắt', 'Keyboard shortcuts'],
        play: signedIn(async (stage) => {
          await stage.press('[data-act=settings]');
          await stage.press('#tab-help');
          await stage.press('[data-act=shortcuts]');
        }),
      },
    ],
  },
  {
    id: 'microphone',
    name: ['Không có micro', 'No microphone'],
    states: [
      { id: 'mic-denied', name: ['Chưa cho phép micro', 'The microphone is blocked'], play: microphone('denied') },
      { id: 'mic-missing', name: ['Không có micro', 'There is no microphone'], play: microphone('missing') },
      { id: 'mic-insecure', name: ['Trang không an toàn', 'The page is not secure'], play: microphone('insecure') },
      { id: 'mic-policy', name: ['Trang cấm micro', 'The page forbids it'], play: microphone('policy') },
    ],
  },
  ...callGroups,
  {
    id: 'history',
    name: ['Lịch sử', 'History'],
    states: [
      { id: 'history', name: ['Lịch sử', 'History'], play: page('history') },
      { id: 'history-loading', name: ['Đang tải', 'Loading'], play: loading('history') },
      {
        id: 'history-nothing',
        name: ['Không tìm thấy', 'Nothing found'],
        play: signedIn(async (stage) => {
          await stage.press('#tab-history');
          await stage.type('input[inputmode=search]', 'Quỳnh');
        }),
      },
      { id: 'history-empty', name: ['Trống', 'Empty'], account: empty, play: page('history') },
      { id: 'history-failed', name: ['Lỗi', 'Failed'], play: failing('history') },
      {
        id: 'history-offline',
        name: ['Mất kết nối', 'Offline'],
        play: signedIn(async (stage) => {
          await stage.press('#tab-history');
          stage.simulator.serverRefuses();
          stage.simulator.socketDrops();
          await stage.simulator.advance(seconds(9));
        }),
      },
    ],
  },
  {
    id: 'contacts',
    name: ['Danh bạ', 'Contacts'],
    states: [
      { id: 'contacts', name: ['Danh bạ', 'Contacts'], play: page('contacts') },
      { id: 'contacts-loading', name: ['Đang tải', 'Loading'], play: loading('contacts') },
      { id: 'contacts-empty', name: ['Trống', 'Empty'], account: empty, play: page('contacts') },
      { id: 'contacts-failed', name: ['Lỗi', 'Failed'], play: failing('contacts') },
    ],
  },
  {
    id: 'settings',
    name: ['Cài đặt', 'Settings'],
    states: [
      {
        id: 'settings-sound',
        name: ['Âm thanh', 'Sound'],
        play: signedIn(async (stage) => {
          stage.simulator.microphoneHears(0.5);
          await stage.execute({ type: 'setAudioInput', deviceId: 'usb-in' });
          await stage.execute({ type: 'setAudioOutput', deviceId: 'usb-out' });
          await stage.execute({ type: 'setRingtoneDevice', deviceId: 'speaker' });
          await stage.execute({ type: 'setRingVolume', volume: 0.7 });
          await stage.press('[data-act=settings]');
        }),
      },
      {
        id: 'settings-headset',
        name: ['Nút tai nghe', 'Buttons of a headset'],
        play: signedIn(async (stage) => {
          stage.simulator.headsetIs('Jabra Evolve2 40');
          await stage.press('[data-act=settings]');
          stage.scrollSettings();
        }),
      },
      {
        id: 'settings-work',
        name: ['Làm việc', 'Work'],
        play: signedIn(async (stage) => {
          await stage.press('[data-act=settings]');
          await stage.press('#tab-work');
        }),
      },
      ...helpStates,
      {
        id: 'hotline-menu',
        name: ['Chọn hotline', 'Choosing a hotline'],
        play: signedIn((stage) => stage.openMenu('[data-act=hotline]')),
      },
      {
        id: 'mode-menu',
        name: ['Chọn chế độ', 'Choosing a mode'],
        play: signedIn((stage) => stage.openMenu('[part=mode]')),
      },
    ],
  },
  ...smallGroups,
  warnedGroup,
];
