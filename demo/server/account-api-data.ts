/** What was in the account before anybody called: the same at each start, but for the dates, which end yesterday. */
import type { Contact, HistoryItem } from '../../src/phone/account-data.js';
import { agents, customers, type Extension } from './directory.js';

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Dương', 'Lý'] as const; // prettier-ignore
const middles = ['Thị', 'Văn', 'Minh', 'Ngọc', 'Thanh', 'Quốc', 'Gia', 'Hữu', 'Đức', 'Phương', 'Kim', 'Bảo', 'Xuân', 'Hồng'] as const; // prettier-ignore
const givens = ['Anh', 'Châu', 'Dũng', 'Giang', 'Hà', 'Hải', 'Hạnh', 'Hoa', 'Hùng', 'Khánh', 'Lan', 'Linh', 'Long', 'Mai', 'Nam', 'Nga', 'Phúc', 'Quân', 'Quyên', 'Sơn', 'Tâm', 'Thảo', 'Trang', 'Trung', 'Tú', 'Uyên', 'Vinh', 'Yến'] as const; // prettier-ignore
const trades = ['Công ty TNHH Vận tải', 'Công ty CP Thực phẩm', 'Nhà hàng', 'Khách sạn', 'Siêu thị', 'Hợp tác xã', 'Phòng khám', 'Xưởng may'] as const; // prettier-ignore
const places = ['Ánh Dương', 'Sông Hồng', 'Tây Nguyên', 'Hoa Sen', 'Đại Nam', 'Hải Vân', 'An Phú', 'Thiên Long', 'Bình Minh', 'Trường Sơn'] as const; // prettier-ignore
const mobiles = ['090', '091', '093', '096', '097', '098', '086', '088', '070', '077', '033', '035', '081', '056'] as const; // prettier-ignore
const notes = ['Khách hỏi giá sỉ, gửi báo giá qua email.', 'Đổi lịch giao hàng sang thứ Bảy.', 'Khách phàn nàn giao chậm, đã xin lỗi và hẹn lại.', 'Gọi lại sau 17 giờ.', 'Khách muốn xuất hoá đơn công ty.', 'Đã xác nhận đơn, giao trong ngày.'] as const; // prettier-ignore
const reports = ['Good', 'Khách hài lòng', 'Âm thanh rè', 'Khách chưa hài lòng'] as const;

export const contactCount = 500;
export const historyCount = 2000;

/** The address book that all agents share. */
export function createContacts(): readonly Contact[] {
  const random = createRandom(500);
  const known = customers.map(({ name, number }) => contact(name, [number]));
  const taken = new Set(known.flatMap(({ phones }) => phones));
  while (known.length < contactCount) {
    const mobile = mobileNumber(random);
    if (taken.has(mobile)) continue;
    taken.add(mobile);
    if (random() < 0.2) {
      const name = `${pick(trades, random)} ${pick(places, random)}`;
      known.push(contact(name, [landline(random), mobile], name, `lienhe${known.length + 1}@khach.example`));
      continue;
    }
    const company = random() < 0.25 ? `${pick(trades, random)} ${pick(places, random)}` : null;
    known.push(contact(personName(random), [mobile], company));
  }
  return known.map((each, index) => ({ ...each, id: `p-${index + 1}` }));
}

/** One extension's calls, newest first, the newest on the day before `now` (ms since the epoch). */
export function createHistory(extension: Extension, contacts: readonly Contact[], now: number): HistoryItem[] {
  const random = createRandom(Number(extension.number));
  const items: HistoryItem[] = [];
  const hour = 3_600_000;
  // Opening hours are Việt Nam's: 8 to 18 o'clock, UTC+7, every day but Sunday.
  let at = Math.floor((now + 7 * hour) / (24 * hour)) * 24 * hour - 7 * hour - 6 * hour;
  while (items.length < historyCount) {
    at -= Math.floor((60 + random() * 1200) * 1000);
    const local = new Date(at + 7 * hour);
    if (local.getUTCHours() < 8) at -= 14 * hour;
    if (new Date(at + 7 * hour).getUTCDay() === 0) at -= 24 * hour;
    items.push(
      createItem(extension, contacts, { at, id: `c-${extension.number}-${historyCount - items.length}` }, random),
    );
  }
  return items;
}

type Random = () => number;

function createItem(
  extension: Extension,
  contacts: readonly Contact[],
  { at, id }: { readonly at: number; readonly id: string },
  random: Random,
): HistoryItem {
  const kind = random();
  const direction = kind < 0.55 ? 'inbound' : kind < 0.93 ? 'outbound' : 'internal';
  const isInbound = direction === 'inbound' || (direction === 'internal' && random() < 0.5);
  const other = direction === 'internal' ? colleague(extension) : stranger(contacts, random);
  const status = outcome(isInbound, random);
  const rings = Math.floor(2 + random() * 25) * 1000;
  const duration = status === 'answered' ? Math.floor(5 + random() ** 3 * 1500) : 0;
  const time = (ms: number) => new Date(ms).toISOString();
  const isRated = status === 'answered' && random() < 0.15;
  return {
    id,
    direction,
    from: isInbound ? other.number : extension.number,
    to: isInbound ? extension.number : other.number,
    name: other.name,
    hotline_id: direction === 'internal' ? null : pick(extension.hotlines, random),
    started_at: time(at),
    answered_at: status === 'answered' ? time(at + rings) : null,
    ended_at: time(at + rings + duration * 1000),
    duration,
    status,
    note: random() < 0.2 ? pick(notes, random) : null,
    rate: isRated ? 1 + Math.floor(random() * 5) : null,
    report: isRated ? pick(reports, random) : null,
    recording_url: null,
  };
}

function outcome(isInbound: boolean, random: Random): HistoryItem['status'] {
  const luck = random();
  if (luck < 0.72) return 'answered';
  if (isInbound) return luck < 0.94 ? 'missed' : luck < 0.98 ? 'rejected' : 'busy';
  return luck < 0.82
    ? 'missed'
    : luck < 0.89
      ? 'busy'
      : luck < 0.94
        ? 'cancelled'
        : luck < 0.97
          ? 'rejected'
          : 'failed';
}

function colleague({ number }: Extension): { readonly number: string; readonly name: string | null } {
  return agents.find((agent) => agent.number !== number) ?? { number, name: null };
}

/** Mostly somebody of the address book. */
function stranger(
  contacts: readonly Contact[],
  random: Random,
): { readonly number: string; readonly name: string | null } {
  const known = random() < 0.8 ? pick(contacts, random) : null;
  return known ? { number: known.phones[0] ?? '', name: known.name } : { number: mobileNumber(random), name: null };
}

function contact(name: string, phones: string[], company: string | null = null, email: string | null = null): Contact {
  return { id: '', name, phones, company, email, avatar_url: null };
}

function personName(random: Random): string {
  return `${pick(families, random)} ${pick(middles, random)} ${pick(givens, random)}`;
}

function mobileNumber(random: Random): string {
  return pick(mobiles, random) + digits(7, random);
}

function landline(random: Random): string {
  return pick(['0243', '0283'] as const, random) + digits(7, random);
}

function digits(count: number, random: Random): string {
  return Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** A multiplicative congruential generator (Lehmer, modulus 2³¹ − 1): the same numbers at each start. */
function createRandom(seed: number): Random {
  let state = (seed * 7919) % 2147483647;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
