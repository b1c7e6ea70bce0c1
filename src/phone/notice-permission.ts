/** Notifications of the system: allowed, blocked in the browser, not asked for yet; none here, or none wanted. */
export const noticePermissions = ['allowed', 'blocked', 'ask', 'none'] as const;
export type NoticePermission = (typeof noticePermissions)[number];
