/** The states of calls, each as the events that lead to it. */
import { company, devices, hoa, tuan } from './people.js';
import { seconds, signedIn, talking, placed, askColleague, transferNow, type StateGroup } from './scenes.js';

const wish = 'Khách hỏi lịch giao đơn #4821. Hẹn gọi lại trước 16:00.';

export const callGroups: readonly StateGroup[] = [
  {
    id: 'outgoing',
    name: ['Gọi đi', 'Calling out'],
    states: [
      { id: 'dialing', name: ['Đang gọi', 'Dialing'], play: placed() },
      {
        id: 'ringing',
        name: ['Đang đổ chuông', 'Ringing out'],
        play: placed(({ simulator }) => simulator.remoteRingsBack()),
      },
      {
        id: 'early-media',
        name: ['Nghe trước khi nhấc máy', 'Early media'],
        play: placed(({ simulator }) => simulator.remoteSendsEarlyMedia()),
      },
      { id: 'busy', name: ['Máy bận', 'Busy'], play: placed(({ simulator }) => simulator.remoteRejects(486)) },
    ],
  },
  {
    id: 'incoming',
    name: ['Gọi đến', 'Incoming'],
    states: [
      {
        id: 'incoming',
        name: ['Có cuộc gọi đến', 'Incoming'],
        play: signedIn(({ simulator }) => void simulator.remoteRings(hoa)),
      },
      {
        id: 'incoming-blocked',
        name: ['Số lạ, chuông bị chặn', 'Unknown caller, ring blocked'],
        play: signedIn(({ simulator }) => {
          simulator.soundIsBlocked(true);
          simulator.remoteRings({ number: '0938000111' });
        }),
      },
      {
        id: 'incoming-long-name',
        name: ['Tên rất dài', 'A very long name'],
        play: signedIn(({ simulator }) => void simulator.remoteRings(company)),
      },
      {
        id: 'incoming-in-call',
        name: ['Gọi đến khi đang nói', 'Incoming while in a call'],
        play: talking(134, ({ simulator }) => void simulator.remoteRings(tuan)),
      },
    ],
  },
  {
    id: 'call',
    name: ['Trong cuộc gọi', 'In a call'],
    states: [
      { id: 'talking', name: ['Đang nói chuyện', 'Talking'], play: talking(134) },
      {
        id: 'long-name',
        name: ['Tên rất dài, hơn một giờ', 'A very long name, over an hour'],
        play: signedIn(async (stage) => {
          await stage.talk(company);
          await stage.advance(seconds(3729));
        }),
      },
      {
        id: 'on-hold',
        name: ['Đang giữ máy', 'On hold'],
        play: talking(143, async (stage) => {
          await stage.execute({ type: 'hold' });
          await stage.advance(seconds(42));
        }),
      },
      {
        id: 'held',
        name: ['Bên kia giữ máy', 'Held by the other'],
        play: talking(211, ({ simulator }) => simulator.remoteHolds()),
      },
      { id: 'muted', name: ['Đã tắt mic', 'Muted'], play: talking(250, (stage) => stage.execute({ type: 'mute' })) },
      {
        id: 'talking-muted',
        name: ['Nói khi tắt mic', 'Talking while muted'],
        play: talking(259, async (stage, id) => {
          await stage.execute({ type: 'mute' });
          for (let second = 0; second < 4; second++) stage.simulator.callSounds({ outLevel: 0, micLevel: 0.2 }, id);
        }),
      },
      {
        id: 'keypad',
        name: ['Bàn phím trong cuộc gọi', 'Keypad in a call'],
        play: talking(61, async (stage) => {
          await stage.press('[data-act=keypad]');
          for (const key of ['1', '2', '3', '#']) await stage.pressKey(key);
        }),
      },
      {
        id: 'weak-network',
        name: ['Mạng yếu', 'Poor network'],
        play: talking(327, ({ simulator }, id) => {
          for (let second = 0; second < 4; second++) simulator.callSounds({ lost: 6, jitter: 80, rtt: 620 }, id);
        }),
      },
      {
        id: 'not-heard',
        name: ['Micro không có tiếng', 'The caller hears nothing'],
        play: talking(20, ({ simulator }, id) => {
          for (let second = 0; second < 4; second++) simulator.callSounds({ outLevel: 0 }, id);
        }),
      },
      {
        id: 'nothing-heard',
        name: ['Không nghe thấy khách', 'The caller is silent'],
        play: talking(95, ({ simulator }, id) => {
          for (let second = 0; second < 10; second++) simulator.callSounds({ inLevel: 0 }, id);
        }),
      },
      {
        id: 'sound-muted',
        name: ['Đã tắt loa', 'The speaker is muted'],
        play: talking(31, (stage) => stage.execute({ type: 'muteSpeaker' })),
      },
      {
        id: 'sound-blocked',
        name: ['Trình duyệt chặn âm thanh', 'The browser blocks the sound'],
        play: talking(3, ({ simulator }) => simulator.soundIsBlocked(true)),
      },
      {
        id: 'headset-lost',
        name: ['Tai nghe đã rút', 'The headset is unplugged'],
        play: talking(64, async (stage) => {
          await stage.execute({ type: 'setAudioInput', deviceId: 'usb-in' });
          stage.simulator.devicesAre(devices.filter(({ id }) => !id.startsWith('usb')));
        }),
      },
      {
        id: 'note-in-call',
        name: ['Ghi chú trong cuộc gọi', 'The note in a call'],
        play: talking(134, async (stage) => {
          await stage.press('[data-act=note]');
          await stage.type('textarea', wish);
        }),
      },
      {
        id: 'offline-in-call',
        name: ['Mất tổng đài, cuộc gọi vẫn còn', 'Offline, the call goes on'],
        play: talking(362, ({ simulator }) => {
          simulator.serverIsSilent();
          simulator.socketDrops();
        }),
      },
    ],
  },
  {
    id: 'two',
    name: ['Hai cuộc gọi và chuyển máy', 'Two calls and transfer'],
    states: [
      {
        id: 'two-lines',
        name: ['Hai cuộc gọi', 'Two lines'],
        play: talking(49, async (stage) => {
          await stage.talk(tuan);
          await stage.advance(seconds(36));
        }),
      },
      {
        id: 'transfer',
        name: ['Chọn người để chuyển', 'Choosing whom to transfer to'],
        play: talking(134, async (stage) => {
          await stage.press('[data-act=transfer]');
          await stage.press('#row-1');
        }),
      },
      {
        id: 'add-call',
        name: ['Gọi thêm', 'Adding a call'],
        play: talking(134, async (stage) => {
          await stage.press('[data-act=add]');
          await stage.type('[role=combobox]', '1005');
        }),
      },
      {
        id: 'consulting',
        name: ['Hỏi trước khi chuyển', 'Consulting for a transfer'],
        play: talking(55, askColleague),
      },
      {
        id: 'transferring',
        name: ['Đang chuyển máy', 'Transferring'],
        play: talking(200, transferNow),
      },
      {
        id: 'transfer-failed',
        name: ['Chuyển không được', 'Transfer failed, the caller is back'],
        play: talking(220, async (stage) => {
          await transferNow(stage);
          stage.simulator.transferProgress(480, 'Temporarily Unavailable');
          await stage.drawn();
        }),
      },
    ],
  },
  {
    id: 'after',
    name: ['Sau cuộc gọi', 'After a call'],
    states: [
      {
        id: 'wrap-up',
        name: ['Ghi chú', 'Wrap-up note'],
        play: talking(401, async (stage) => {
          stage.simulator.remoteHangsUp();
          await stage.type('textarea', wish);
        }),
      },
      {
        id: 'wrap-up-rated',
        name: ['Ghi chú, có đánh giá', 'Wrap-up note, rated'],
        play: talking(401, async (stage) => {
          stage.simulator.remoteHangsUp();
          await stage.press('.rate:nth-child(2)');
          await stage.press('.chips > button');
        }),
      },
      {
        id: 'transferred',
        name: ['Đã chuyển máy', 'Transferred'],
        play: talking(200, async (stage) => {
          await transferNow(stage);
          stage.simulator.transferProgress(200, 'OK');
          stage.simulator.remoteHangsUp();
          await stage.press('[data-act=skip], [data-act=close]');
        }),
      },
      {
        id: 'missed',
        name: ['Có cuộc gọi nhỡ', 'A missed call'],
        play: signedIn(({ simulator }) => {
          simulator.remoteRings(tuan);
          simulator.remoteCancels();
        }),
      },
    ],
  },
];
