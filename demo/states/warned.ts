/** What is wrong with the sound of a call, said where something else covers the place of the notices. */
import { tuan } from './people.js';
import { talking, type ShownState, type StateGroup } from './scenes.js';
import type { Stage } from './stage.js';

async function talkMuted(stage: Stage, id: string): Promise<void> {
  await stage.execute({ type: 'mute' });
  for (let second = 0; second < 4; second++) stage.simulator.callSounds({ outLevel: 0, micLevel: 0.2 }, id);
  await stage.drawn();
}

function unheard({ simulator }: Stage, id: string): void {
  for (let second = 0; second < 4; second++) simulator.callSounds({ outLevel: 0 }, id);
}

const muted: ShownState['play'] = talking(259, talkMuted);
const mutedSecond: ShownState['play'] = talking(259, async (stage, id) => {
  await talkMuted(stage, id);
  stage.simulator.remoteRings(tuan);
});
const unheardAt = (...acts: readonly string[]): ShownState['play'] =>
  talking(20, async (stage, id) => {
    unheard(stage, id);
    for (const act of acts) await stage.press(`[data-act=${act}]`);
  });

export const warnedGroup: StateGroup = {
  id: 'warned',
  name: ['Cảnh báo ở mọi chỗ', 'Warnings everywhere'],
  states: [
    {
      id: 'warned-keypad',
      name: ['Bàn phím, nói khi tắt mic', 'Keypad, talking while muted'],
      play: talking(61, async (stage, id) => {
        await talkMuted(stage, id);
        await stage.press('[data-act=keypad]');
      }),
    },
    {
      id: 'warned-tones',
      name: ['Bàn phím, đã bấm số', 'Keypad, tones were sent'],
      play: talking(61, async (stage, id) => {
        unheard(stage, id);
        await stage.press('[data-act=keypad]');
        for (const key of ['1', '2', '3']) await stage.pressKey(key);
      }),
    },
    { id: 'warned-second', name: ['Gọi đến, nói khi tắt mic', 'A second caller'], play: mutedSecond },
    { id: 'warned-transfer', name: ['Chuyển máy', 'Transfer'], play: unheardAt('transfer') },
    { id: 'warned-note', name: ['Ghi chú', 'Note'], play: unheardAt('note') },
    { id: 'warned-settings', name: ['Cài đặt', 'Settings'], play: unheardAt('settings') },
    { id: 'warned-floating', shape: 'floating', name: ['Nổi, đóng', 'Floating, closed'], play: muted },
    { id: 'warned-mini', shape: 'mini', name: ['Mini', 'Mini'], play: muted },
    { id: 'warned-mini-unheard', shape: 'mini', name: ['Mini, không có tiếng', 'Mini, unheard'], play: unheardAt() },
    { id: 'warned-mini-second', shape: 'mini', name: ['Mini, gọi đến', 'Mini, a second caller'], play: mutedSecond },
  ],
};
