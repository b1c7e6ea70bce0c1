import type { DemoConfig } from '../config.js';

export type Group = 'loyal' | 'business' | 'new' | 'test';

export interface Customer {
  readonly number: string;
  readonly name: readonly [vi: string, en: string];
  readonly group: Group;
  readonly last: readonly [vi: string, en: string];
  /** A number that answers by itself: what it is there to show. */
  readonly shows?: readonly [vi: string, en: string];
}

const same = (text: string) => [text, text] as const;

/** What a CRM knows besides the number. */
export const known: readonly Customer[] = [
  { number: '0912345678', name: same('Trần Thị Thanh Hoa'), group: 'loyal', last: ['Hôm nay 10:26', 'Today 10:26'] },
  {
    number: '02473000000',
    name: same('Công ty TNHH Ánh Dương'),
    group: 'business',
    last: ['Hôm nay 09:58', 'Today 09:58'],
  },
  { number: '0938000222', name: same('Võ Thị Kim Ngân'), group: 'new', last: ['Nhỡ 09:21', 'Missed 09:21'] },
  { number: '0987654321', name: same('Lê Minh Tuấn'), group: 'loyal', last: ['Hôm qua 16:40', 'Yesterday 16:40'] },
  { number: '0901234567', name: same('Đặng Quốc Bảo'), group: 'business', last: ['Hôm qua 15:12', 'Yesterday 15:12'] },
];

/** A number that shows how a call goes wrong. */
function failing(number: string, name: Customer['name'], shows: readonly [vi: string, en: string]): Customer {
  return { number, name, shows, group: 'test', last: same('—') };
}

const errors: readonly Customer[] = [
  failing('0900000486', ['Máy bận', 'Busy'], ['Trả lời 486 ngay', 'Answers 486 at once']),
  failing('0900000603', ['Từ chối', 'Declines'], ['Đổ chuông rồi 603', 'Rings, then 603']),
  failing('0900000408', ['Không nghe máy', 'No answer'], ['Đổ chuông 8 giây rồi 408', 'Rings 8 s, then 408']),
  failing('0900000404', ['Số không tồn tại', 'No such number'], ['Trả lời 404 ngay', 'Answers 404 at once']),
];

/** With a PBX of the user's own there are only the numbers that it knows. */
export function customersOf(config: DemoConfig): readonly Customer[] {
  if (config.agent === null) return [];
  return [...known.filter(({ number }) => config.customers.some((customer) => customer.number === number)), ...errors];
}

export const groupNames: Readonly<Record<Group, readonly [vi: string, en: string]>> = {
  loyal: ['Thân thiết', 'Loyal'],
  business: ['Doanh nghiệp', 'Business'],
  new: ['Mới', 'New'],
  test: ['Thử lỗi', 'Try an error'],
};

/** `0912 345 678`; a landline of Hà Nội or Hồ Chí Minh as `024 7300 0000`. */
export function readable(number: string): string {
  if (/^02[48]\d{8}$/.test(number)) return number.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');
  if (/^0\d{9}$/.test(number)) return number.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3');
  return number.replace(/^(1[89]00)(\d{4})$/, '$1 $2');
}

/** The first letters of the last two words: `TH`. */
export function initials(name: string): string {
  return name.split(/\s+/).slice(-2).map((word) => word.charAt(0).toUpperCase()).join(''); // prettier-ignore
}
