/** The form for signing in, and out again. */
import { never, type ShownState } from './scenes.js';
import type { Stage } from './stage.js';

async function enter(stage: Stage): Promise<void> {
  await stage.leaveToForm();
  await stage.type('#username', 'an.nguyen@vccloud.vn');
  await stage.type('#password', 'not the right one');
  await stage.press('[data-act=sign-in]');
}

export const formStates: readonly ShownState[] = [
  { id: 'sign-in', name: ['Đăng nhập', 'Signing in'], play: (stage) => stage.leaveToForm() },
  {
    id: 'sign-in-empty',
    name: ['Chưa nhập mật khẩu', 'No password yet'],
    play: async (stage) => {
      await stage.leaveToForm();
      await stage.type('#username', 'an.nguyen@vccloud.vn');
      await stage.press('[data-act=sign-in]');
    },
  },
  {
    id: 'sign-in-pending',
    name: ['Đang đăng nhập', 'Signing in, under way'],
    play: async (stage) => {
      stage.simulator.latency = never;
      await enter(stage);
    },
  },
  {
    id: 'sign-in-refused',
    name: ['Sai tài khoản hoặc mật khẩu', 'Signing in, refused'],
    play: async (stage) => {
      stage.simulator.registrationIsRefused(403);
      await enter(stage);
    },
  },
  {
    id: 'sign-out',
    name: ['Đăng xuất', 'Signing out'],
    play: async (stage) => {
      await enter(stage);
      await stage.press('[data-act=settings]');
      await stage.press('#tab-work');
      stage.scrollSettings();
    },
  },
];
