import type { Language } from '../util/types.js';

/**
 * Every error that the phone gives to a page, as a string that is safe to compare with.
 * The catalogue below says what each means and what to do.
 */
export type ErrorCode = keyof typeof catalogue;

/** Facts about an error, for the page. Never holds a password, a token or an `Authorization` value. */
export interface ErrorDetails {
  /** The configuration key or argument that is wrong. */
  readonly field?: string;
  /** What exactly is wrong with it, in English, for the integrator. */
  readonly hint?: string;
  /** SIP status code (RFC 3261 §21) or HTTP status. */
  readonly statusCode?: number;
  /** The reason phrase the server sent with it. */
  readonly reason?: string;
  /** Seconds for which the server wants to be left alone (`Retry-After`: RFC 3261 §20.33, RFC 9110 §10.2.3). */
  readonly retryAfter?: number;
  /** True where the phone goes on trying by itself. */
  readonly retrying?: boolean;
  /** Of the state's `microphoneError`: the call that was not placed for want of the microphone. */
  readonly call?: { readonly number: string; readonly externalCallId?: string };
}

/** An error as plain data: what callbacks, events and the state carry. Survives `structuredClone`. */
export interface PhoneErrorData {
  readonly code: ErrorCode;
  /** A sentence in the agent's language, remedy included. */
  readonly message: string;
  readonly details?: ErrorDetails;
}

interface CatalogueText {
  readonly meaning: string;
  readonly remedy: string;
}
interface CatalogueEntry {
  /** What causes it, for the integrator. */
  readonly cause: string;
  readonly vi: CatalogueText;
  readonly en: CatalogueText;
}

const catalogue = {
  INVALID_ARGUMENT: {
    cause: 'An argument or a configuration key has a value the phone cannot use; details.field names it.',
    vi: { meaning: 'Giá trị không hợp lệ', remedy: 'Kiểm tra lại số hoặc thông tin đã nhập.' },
    en: { meaning: 'Not a valid value', remedy: 'Check the number or what was entered.' },
  },
  NOT_STARTED: {
    cause: 'The phone was used before init, or after stop.',
    vi: { meaning: 'Điện thoại chưa khởi động', remedy: 'Đăng nhập điện thoại trước.' },
    en: { meaning: 'The phone is not started', remedy: 'Sign in to the phone first.' },
  },
  ALREADY_STARTED: {
    cause: 'init was called twice without stop in between.',
    vi: { meaning: 'Điện thoại đã khởi động', remedy: 'Dừng điện thoại trước khi khởi động lại.' },
    en: { meaning: 'The phone is already started', remedy: 'Stop it before starting it again.' },
  },
  NOT_REGISTERED: {
    cause: 'The command needs a registration and there is none.',
    vi: { meaning: 'Máy lẻ chưa đăng ký với tổng đài', remedy: 'Chờ vài giây rồi thử lại.' },
    en: { meaning: 'The extension is not registered', remedy: 'Wait a few seconds and try again.' },
  },
  NOT_CONNECTED: {
    cause: 'There is no connection to the SIP server.',
    vi: { meaning: 'Chưa kết nối tổng đài', remedy: 'Chờ vài giây rồi thử lại.' },
    en: { meaning: 'Not connected to the phone system', remedy: 'Wait a few seconds and try again.' },
  },
  MODE_FORBIDS: {
    cause: 'The mode does not allow this call.',
    vi: { meaning: 'Bạn đang tạm nghỉ', remedy: 'Chuyển sang trạng thái làm việc để gọi.' },
    en: { meaning: 'You are away', remedy: 'Go back to work to make calls.' },
  },
  NO_CALL: {
    cause: 'The command needs a call, or a call in another state.',
    vi: { meaning: 'Không có cuộc gọi phù hợp', remedy: 'Cuộc gọi có thể đã kết thúc.' },
    en: { meaning: 'There is no call for this', remedy: 'The call may have ended.' },
  },
  LINE_BUSY: {
    cause: 'The line already holds a call.',
    vi: { meaning: 'Máy đang bận', remedy: 'Kết thúc cuộc gọi hiện tại trước.' },
    en: { meaning: 'The line is busy', remedy: 'End the present call first.' },
  },
  MIC_DENIED: {
    cause: 'The agent or the browser refused the microphone.',
    vi: { meaning: 'Trình duyệt đang chặn micro', remedy: 'Cho phép micro ở thanh địa chỉ rồi thử lại.' },
    en: { meaning: 'The browser blocks the microphone', remedy: 'Allow it in the address bar, then try again.' },
  },
  MIC_MISSING: {
    cause: 'No audio input device, or it is in use by another program.',
    vi: { meaning: 'Không tìm thấy micro', remedy: 'Cắm tai nghe hoặc micro rồi thử lại.' },
    en: { meaning: 'No microphone found', remedy: 'Plug in a headset or microphone, then try again.' },
  },
  MIC_INSECURE: {
    cause: 'The page is not a secure context (https or localhost), so browsers give it no microphone.',
    vi: { meaning: 'Trang này chưa dùng được micro', remedy: 'Mở trang bằng https, hoặc báo quản trị viên.' },
    en: { meaning: 'This page cannot use the microphone', remedy: 'Open it over https, or tell your administrator.' },
  },
  MIC_POLICY: {
    cause: 'A Permissions-Policy header or an iframe without allow="microphone" forbids the microphone.',
    vi: { meaning: 'Trang web chưa cho phép micro', remedy: 'Báo quản trị viên cho phép micro trên trang này.' },
    en: {
      meaning: 'The page does not allow the microphone',
      remedy: 'Ask your administrator to allow it on this page.',
    },
  },
  AUTH_FAILED: {
    cause: 'The server refused the user name or password.',
    vi: { meaning: 'Tài khoản hoặc mật khẩu không đúng', remedy: 'Kiểm tra lại rồi đăng nhập lại.' },
    en: { meaning: 'Wrong account or password', remedy: 'Check them and sign in again.' },
  },
  NO_EXTENSION: {
    cause: 'The account has no extension.',
    vi: { meaning: 'Tài khoản chưa gắn máy lẻ', remedy: 'Hỏi quản trị viên.' },
    en: { meaning: 'No extension on this account', remedy: 'Ask your administrator.' },
  },
  NOT_FOUND: {
    cause: 'The account does not know this call or item.',
    vi: { meaning: 'Không tìm thấy cuộc gọi này', remedy: 'Tải lại lịch sử rồi thử lại.' },
    en: { meaning: 'This call is not known', remedy: 'Reload the history and try again.' },
  },
  TIMEOUT: {
    cause: 'No answer in time.',
    vi: { meaning: 'Tổng đài trả lời quá lâu', remedy: 'Thử lại.' },
    en: { meaning: 'The phone system takes too long', remedy: 'Try again.' },
  },
  NETWORK: {
    cause: 'The server cannot be reached: refused, unreachable, or the connection broke.',
    vi: { meaning: 'Không kết nối được tổng đài', remedy: 'Kiểm tra mạng.' },
    en: { meaning: 'The phone system cannot be reached', remedy: 'Check the network.' },
  },
  SERVER: {
    cause: 'The server answered with an error, or with something that is no answer.',
    vi: { meaning: 'Máy chủ gặp lỗi', remedy: 'Thử lại sau ít phút.' },
    en: { meaning: 'The server has a problem', remedy: 'Try again in a few minutes.' },
  },
  SIP_REJECTED: {
    cause: 'The SIP server or the far side refused the request; details has statusCode and reason.',
    vi: { meaning: 'Tổng đài từ chối yêu cầu', remedy: 'Thử lại hoặc báo quản trị viên.' },
    en: { meaning: 'The phone system refused the request', remedy: 'Try again, or tell your administrator.' },
  },
  MEDIA_FAILED: {
    cause: 'The browser could not set up audio for the call (WebRTC refused, no common codec, no path).',
    vi: { meaning: 'Không thiết lập được âm thanh', remedy: 'Thử lại, hoặc tải lại trang.' },
    en: { meaning: 'The sound could not be set up', remedy: 'Try again, or reload the page.' },
  },
  CALL_VETOED: {
    cause: 'The page’s own beforeCall forbids the call.',
    vi: { meaning: 'Trang này không cho gọi số này', remedy: 'Hỏi quản trị viên nếu bạn cần gọi.' },
    en: { meaning: 'This page does not allow a call to this number', remedy: 'Ask your administrator if you need it.' },
  },
  HOOK_FAILED: {
    cause: 'The page’s own beforeCall threw an error, so the call was not placed; the console has it.',
    vi: { meaning: 'Trang này gặp lỗi khi chuẩn bị cuộc gọi', remedy: 'Thử lại, hoặc báo quản trị viên của trang.' },
    en: { meaning: 'This page failed to prepare the call', remedy: 'Try again, or tell the page’s administrator.' },
  },
  CANCELLED: {
    cause: 'The command was overtaken: the call ended or the phone stopped before it was done.',
    vi: { meaning: 'Thao tác bị huỷ', remedy: 'Cuộc gọi hoặc điện thoại đã dừng trước đó.' },
    en: { meaning: 'Cancelled before it was done', remedy: 'The call or the phone ended first.' },
  },
} as const satisfies Record<string, CatalogueEntry>;

/** The catalogue, typed for reading: every code with its cause, meaning and remedy in both languages. */
export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = catalogue;

/** The one error class. `message` is for the console (English); what an agent reads comes from the catalogue. */
export class PhoneError extends Error {
  override readonly name = 'PhoneError';
  constructor(
    readonly code: ErrorCode,
    readonly details?: ErrorDetails,
  ) {
    super(`${code}: ${details?.hint ?? catalogue[code].cause}`);
  }
}

/** Anything thrown, as a `PhoneError`; what is not ours becomes `fallback` and keeps its text as the hint. */
export function toPhoneError(thrown: unknown, fallback: ErrorCode): PhoneError {
  if (thrown instanceof PhoneError) return thrown;
  return new PhoneError(fallback, { hint: thrown instanceof Error ? thrown.message : String(thrown) });
}

/** What the agent can do. */
export function remedyOf(
  { code, details }: { readonly code: ErrorCode; readonly details?: ErrorDetails | undefined },
  lang: Language,
): string {
  const { retryAfter = 0, retrying } = details ?? {};
  if (code !== 'SERVER' || retryAfter <= 0 || retrying) return catalogue[code][lang].remedy;
  const isLong = retryAfter > 120;
  const count = isLong ? Math.ceil(retryAfter / 60) : retryAfter;
  if (lang === 'vi') return `Thử lại sau ${count} ${isLong ? 'phút' : 'giây'}.`;
  return `Try again in ${count} ${isLong ? 'minute' : 'second'}${count === 1 ? '' : 's'}.`;
}

/** An error as plain data with its sentence in the agent's language. */
export function describeError(error: PhoneError, lang: Language): PhoneErrorData {
  const what = error.details?.field ? ` (${error.details.field})` : '';
  const message = `${catalogue[error.code][lang].meaning}${what}. ${remedyOf(error, lang)}`;
  return error.details ? { code: error.code, message, details: error.details } : { code: error.code, message };
}
