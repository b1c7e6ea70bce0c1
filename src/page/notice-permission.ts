import type { NoticePermission } from '../phone/notice-permission.js';

const words: Readonly<Record<NotificationPermission, NoticePermission>> = {
  granted: 'allowed',
  denied: 'blocked',
  default: 'ask',
};

export function noticePermission(): NoticePermission {
  return typeof Notification === 'undefined' ? 'none' : words[Notification.permission];
}

/** What the agent has answered before stands: then the browser does not ask again. */
export async function askNoticePermission(): Promise<NoticePermission> {
  if (noticePermission() === 'ask') await Notification.requestPermission();
  return noticePermission();
}

/** Tells when the agent, in whatever tab or in the browser's settings, has changed it. Returns the end of it. */
export function watchNoticePermission(changed: () => void): () => void {
  let isOver = false;
  let status: PermissionStatus | null = null;
  const watch = async (): Promise<void> => {
    status = await navigator.permissions.query({ name: 'notifications' });
    if (!isOver) status.addEventListener('change', changed);
  };
  // Where the browser does not tell, it is seen at the next start.
  watch().catch(() => undefined);
  return () => {
    isOver = true;
    status?.removeEventListener('change', changed);
  };
}
