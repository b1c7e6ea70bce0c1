/** Who there is in the demo. The passwords are no secrets: they guard nothing but a game on this machine. */

export type Group = 'loyal' | 'business' | 'new';

export interface Person {
  readonly number: string;
  readonly name: string;
  readonly password: string;
}

/** Whoever may sign in at the account API. */
export interface AccountHolder {
  readonly username: string;
  readonly password: string;
  /** `null`: an account that no extension has been given to. */
  readonly extension: Extension | null;
}

export interface Extension {
  readonly number: string;
  readonly name: string;
  readonly sipPassword: string;
  /** Ids; the first is the one for outgoing calls until the agent chooses another. */
  readonly hotlines: readonly string[];
}

export interface Hotline {
  readonly id: string;
  readonly type: 'hotline' | 'group';
  readonly name: string;
  readonly number: string | null;
}

/** A number that no phone stands behind: the server itself rings `ringMs` long, then gives a final response. */
export interface Robot {
  readonly number: string;
  readonly ringMs: number | null;
  readonly status: number;
}

export const domain = 'songxanh.example';

export interface Agent extends Person {
  readonly username: string;
  readonly hotlines: readonly string[];
}

export const agents: readonly Agent[] = [
  {
    number: '1001',
    name: 'Nguyễn Văn An',
    username: 'an.nguyen@demo.vn',
    password: 'demo-1001',
    hotlines: ['hl-1', 'hl-2', 'hg-1'],
  },
  {
    number: '1002',
    name: 'Trần Thanh Bình',
    username: 'binh.tran@demo.vn',
    password: 'demo-1002',
    hotlines: ['hl-1', 'hg-1'],
  },
];

export const accounts: readonly AccountHolder[] = [
  ...agents.map(({ username, password, number, name, hotlines }) => ({
    username,
    password,
    extension: { number, name, sipPassword: password, hotlines },
  })),
  { username: 'chi.pham@demo.vn', password: 'demo-none', extension: null },
];

export const hotlines: readonly Hotline[] = [
  { id: 'hl-1', type: 'hotline', name: 'CSKH', number: '19001234' },
  { id: 'hl-2', type: 'hotline', name: 'Bán hàng', number: '19005678' },
  { id: 'hg-1', type: 'group', name: 'Toàn quốc', number: null },
];

/** Customers whose phones can ring: on the page, or in another tab. */
export const customers: readonly (Person & { readonly group: Group })[] = [
  { number: '0912345678', name: 'Trần Thị Thanh Hoa', group: 'loyal' },
  { number: '02473000000', name: 'Công ty TNHH Ánh Dương', group: 'business' },
  { number: '0938000222', name: 'Võ Thị Kim Ngân', group: 'new' },
  { number: '0987654321', name: 'Lê Minh Tuấn', group: 'loyal' },
  { number: '0901234567', name: 'Đặng Quốc Bảo', group: 'business' },
].map((person) => ({ ...person, group: person.group as Group, password: `demo-${person.number}` }));

export const robots: readonly Robot[] = [
  { number: '0900000486', ringMs: null, status: 486 },
  { number: '0900000603', ringMs: 2500, status: 603 },
  { number: '0900000408', ringMs: 8000, status: 408 },
];

/** The one the customer's phone calls. */
export const hotline = { number: '19001234' };

/** What the server asks of a directory, so that a test can bring its own. */
export interface Directory {
  readonly domain: string;
  passwordOf(number: string): string | null;
  nameOf(number: string): string | null;
  /** Whose phones ring for a number, or `null` for a number that does not exist. */
  ringsAt(number: string): readonly string[] | null;
  robotAt(number: string): Robot | null;
}

export function createDirectory(): Directory {
  const people = new Map([...agents, ...customers].map((person) => [person.number, person]));
  const machines = new Map(robots.map((robot) => [robot.number, robot]));
  return {
    domain,
    passwordOf: (number) => people.get(number)?.password ?? null,
    nameOf: (number) => people.get(number)?.name ?? null,
    ringsAt(number) {
      const national = number.replace(/^\+84/, '0');
      const line = hotlines.find((each) => each.number === national);
      // A hotline rings at all its agents at once; the first to answer has the call.
      if (line) return agents.filter((agent) => agent.hotlines.includes(line.id)).map((agent) => agent.number);
      return people.has(national) ? [national] : null;
    },
    robotAt: (number) => machines.get(number.replace(/^\+84/, '0')) ?? null,
  };
}
