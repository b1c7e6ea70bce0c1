/** The phone where there is little room: floating above a page, and the mini phone. */
import { hoa, tuan } from './people.js';
import { seconds, signedIn, talking, type ShownState, type StateGroup } from './scenes.js';

const opened = (play: ShownState['play']): ShownState['play'] => {
  return (stage) => {
    stage.element.toggleAttribute('open', true);
    return play(stage);
  };
};

const calling: ShownState['play'] = signedIn(({ simulator }) => void simulator.remoteRings(tuan));
const busy: ShownState['play'] = signedIn(async (stage) => {
  await stage.execute({ type: 'call', number: hoa.number });
  stage.simulator.remoteRejects(486);
});
const held: ShownState['play'] = talking(143, async (stage) => {
  await stage.execute({ type: 'hold' });
  await stage.advance(seconds(42));
});
const two: ShownState['play'] = talking(49, async (stage) => {
  await stage.talk(tuan);
  await stage.advance(seconds(36));
});
const second: ShownState['play'] = talking(134, ({ simulator }) => void simulator.remoteRings(tuan));

export const smallGroups: readonly StateGroup[] = [
  {
    id: 'floating',
    name: ['Điện thoại nổi', 'The floating phone'],
    states: [
      { id: 'floating-closed', shape: 'floating', name: ['Đóng', 'Closed'], play: signedIn(() => undefined) },
      {
        id: 'floating-missed',
        shape: 'floating',
        name: ['Đóng, có cuộc gọi nhỡ', 'Closed, a missed call'],
        play: signedIn(({ simulator }) => {
          simulator.remoteRings(tuan);
          simulator.remoteCancels();
        }),
      },
      {
        id: 'floating-offline',
        shape: 'floating',
        name: ['Đóng, mất kết nối', 'Closed, offline'],
        play: signedIn(({ simulator }) => {
          simulator.serverRefuses();
          simulator.socketDrops();
        }),
      },
      {
        id: 'floating-dialing',
        shape: 'floating',
        name: ['Đóng, đang gọi', 'Closed, dialing'],
        play: signedIn((stage) => stage.execute({ type: 'call', number: hoa.number })),
      },
      { id: 'floating-busy', shape: 'floating', name: ['Đóng, máy bận', 'Closed, the line was busy'], play: busy },
      { id: 'floating-held', shape: 'floating', name: ['Đóng, đang giữ máy', 'Closed, on hold'], play: held },
      {
        id: 'floating-muted',
        shape: 'floating',
        name: ['Đóng, đã tắt mic', 'Closed, muted'],
        play: talking(134, (stage) => stage.execute({ type: 'mute' })),
      },
      { id: 'floating-two', shape: 'floating', name: ['Đóng, hai cuộc gọi', 'Closed, two lines'], play: two },
      {
        id: 'floating-blocked',
        shape: 'floating',
        name: ['Đóng, bị chặn âm thanh', 'Closed, the sound is blocked'],
        play: talking(3, ({ simulator }) => simulator.soundIsBlocked(true)),
      },
      {
        id: 'floating-call',
        shape: 'floating',
        name: ['Đóng, đang nói chuyện', 'Closed with a call'],
        play: talking(134),
      },
      {
        id: 'floating-offer',
        shape: 'floating',
        name: ['Đóng, có cuộc gọi đến', 'Closed with an offer'],
        play: calling,
      },
      {
        id: 'floating-second',
        shape: 'floating',
        name: ['Đóng, gọi đến khi đang nói', 'Closed, a second caller'],
        play: second,
      },
      { id: 'floating-open', shape: 'floating', name: ['Mở', 'Open'], play: opened(talking(134)) },
    ],
  },
  {
    id: 'mini',
    name: ['Điện thoại mini', 'The mini phone'],
    states: [
      { id: 'mini-ready', shape: 'mini', name: ['Sẵn sàng', 'Ready'], play: signedIn(() => undefined) },
      { id: 'mini-call', shape: 'mini', name: ['Đang nói chuyện', 'Talking'], play: talking(134) },
      { id: 'mini-held', shape: 'mini', name: ['Đang giữ máy', 'On hold'], play: held },
      { id: 'mini-two', shape: 'mini', name: ['Hai cuộc gọi', 'Two lines'], play: two },
      {
        id: 'mini-blocked',
        shape: 'mini',
        name: ['Bị chặn âm thanh', 'The sound is blocked'],
        play: talking(3, ({ simulator }) => simulator.soundIsBlocked(true)),
      },
      { id: 'mini-offer', shape: 'mini', name: ['Có cuộc gọi đến', 'Incoming'], play: calling },
      { id: 'mini-second', shape: 'mini', name: ['Gọi đến khi đang nói', 'A second caller'], play: second },
      {
        id: 'mini-dialing',
        shape: 'mini',
        name: ['Đang gọi', 'Dialing'],
        play: signedIn((stage) => stage.execute({ type: 'call', number: hoa.number })),
      },
    ],
  },
];
