/** Whom the agent of the pictures knows, and whom they have talked to. */
import type { AudioDevice, Contact, HistoryItem, HotlineInfo } from '../../src/index.js';

/** The simulator's manual clock starts here. */
const start = Date.UTC(2026, 0, 1, 10);
const minute = 60_000;
const day = 24 * 60 * minute;

export const hoa = { number: '0912345678', name: 'Trần Thị Thanh Hoa', dialled: '19001234' } as const;
export const tuan = { number: '0987654321', name: 'Lê Minh Tuấn', dialled: '19005678' } as const;
export const company = {
  number: '+842473000000',
  name: 'Công ty Trách nhiệm Hữu hạn Một thành viên Thương mại và Dịch vụ Ánh Dương Việt Nam',
} as const;

export const hotlines: readonly HotlineInfo[] = [
  { id: 'cskh', type: 'hotline', name: 'CSKH', number: '19001234' },
  { id: 'sales', type: 'hotline', name: 'Bán hàng miền Nam và Tây Nguyên', number: '19005678' },
  { id: 'all', type: 'group', name: 'Toàn quốc', number: null },
];

export const contacts: readonly Contact[] = [
  person('Lê Minh', '1005', null),
  person('Phạm Thu Hằng', '1012', null),
  person('Đặng Quốc Bảo', '0901234567', 'Công ty CP Vận tải Biển Đông'),
  person('أحمد السيد', '+20225551234', null),
  person(company.name, company.number, null),
  person(hoa.name, hoa.number, null),
  person('Võ Thị Kim Ngân', '0938000222', null),
  person('Nguyễn Hoàng Bảo Châu', '0909111333', 'Sông Xanh'),
];

export const histories: readonly HistoryItem[] = [
  past({ ago: 12 * minute, ...hoa, direction: 'inbound', seconds: 134 }),
  past({ ago: 31 * minute, number: '0938000111', name: null, direction: 'inbound', status: 'missed' }),
  past({ ago: 55 * minute, ...company, direction: 'outbound', seconds: 3729, note: 'Gửi lại báo giá' }),
  past({ ago: 80 * minute, number: '1005', name: 'Lê Minh', direction: 'internal', seconds: 42 }),
  past({ ago: day, ...tuan, direction: 'outbound', status: 'busy' }),
  past({
    ago: day + 20 * minute,
    number: '0901234567',
    name: 'Đặng Quốc Bảo',
    direction: 'inbound',
    status: 'rejected',
  }),
  past({ ago: 3 * day, number: '+20225551234', name: 'أحمد السيد', direction: 'inbound', seconds: 301 }),
  past({ ago: 40 * day, number: '0909111333', name: 'Nguyễn Hoàng Bảo Châu', direction: 'outbound', status: 'failed' }),
];

export const devices: readonly AudioDevice[] = [
  { id: 'usb-in', kind: 'input', label: 'Tai nghe USB (Jabra Evolve2 40 SE, Analog Stereo)' },
  { id: 'built-in', kind: 'input', label: 'Micro của máy tính' },
  { id: 'usb-out', kind: 'output', label: 'Tai nghe USB (Jabra Evolve2 40 SE, Analog Stereo)' },
  { id: 'speaker', kind: 'output', label: 'Loa (High Definition Audio Device)' },
];

function person(name: string, phone: string, of: string | null): Contact {
  return { id: phone, name, phones: [phone], company: of, email: null, avatar_url: null };
}

interface Past {
  /** Ms before the clock's start. */
  readonly ago: number;
  readonly number: string;
  readonly name: string | null;
  readonly direction: HistoryItem['direction'];
  readonly seconds?: number;
  readonly status?: HistoryItem['status'];
  readonly note?: string;
}

function past({ ago, number, name, direction, seconds = 0, status = 'answered', note }: Past): HistoryItem {
  const at = (ms: number): string => new Date(ms).toISOString();
  const isInbound = direction === 'inbound';
  return {
    id: `past-${String(ago)}`,
    direction,
    from: isInbound ? number : '1001',
    to: isInbound ? '1001' : number,
    name,
    hotline_id: direction === 'internal' ? null : 'cskh',
    started_at: at(start - ago),
    answered_at: status === 'answered' ? at(start - ago + 6_000) : null,
    ended_at: at(start - ago + 6_000 + seconds * 1000),
    duration: seconds,
    status,
    note: note ?? null,
    rate: null,
    report: null,
    recording_url: null,
  };
}
