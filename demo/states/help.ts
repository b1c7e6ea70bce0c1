/** The states of the help in the settings. */
import type { Simulator } from '../../src/testing.js';
import { signedIn, type ShownState } from './scenes.js';

type Findings = Parameters<Simulator['checkFinds']>[0];

/** The check was pressed, and finds that; `null`: it runs on. */
function checked(findings: Findings): ShownState['play'] {
  return signedIn(async (stage) => {
    stage.simulator.checkFinds(findings);
    stage.simulator.microphoneHears(0.5);
    await stage.press('[data-act=settings]');
    await stage.press('#tab-help');
    await stage.press('[data-act=check]');
    await stage.advance(20_000);
  });
}

export const helpStates: readonly ShownState[] = [
  {
    id: 'help',
    name: ['Trợ giúp', 'Help: check and report'],
    play: signedIn(async (stage) => {
      await stage.press('[data-act=settings]');
      await stage.press('#tab-help');
    }),
  },
  {
    id: 'report-copied',
    name: ['Đã sao chép báo cáo', 'The report is copied'],
    play: signedIn(async (stage) => {
      await stage.press('[data-act=settings]');
      await stage.press('#tab-help');
      await stage.press('[data-act=copy]');
    }),
  },
  { id: 'check-running', name: ['Đang kiểm tra', 'The check runs'], play: checked(null) },
  { id: 'check-ready', name: ['Mọi thứ đều ổn', 'Everything is fine'], play: checked({}) },
  {
    id: 'check-degraded',
    name: ['Dùng được, chưa tốt', 'It works, not well'],
    play: checked({ level: 0, returned: 0 }),
  },
  {
    id: 'check-blocked',
    name: ['Chưa gọi được', 'No calls like this'],
    play: checked({ microphone: 'MIC_DENIED', candidates: [] }),
  },
];
