import { expect } from '@open-wc/testing';
import { peopleOf, search, targetOf } from '../../src/elements/parts/people.js';
import { contact } from './support.js';

const people = peopleOf([
  contact('Lê Minh', '1005'),
  contact('Đặng Thị Hằng', '0912 345 678', '1012'),
  contact('Minh Anh', '+84 28 3822 9999'),
  contact('Иван Петров', '10050'),
  contact('张伟', '0100'),
  { ...contact('Hoa', '0100100'), company: 'Kỹ thuật' },
]);

const found = (text: string): string[] =>
  search(people, text).map(({ person, number }) => person?.name ?? `#${number}`);

describe('looking for somebody', () => {
  it('finds a name with or without marks and case, by any of its words in any order, in any script', () => {
    expect(found('dang thi hang')).to.deep.equal(['Đặng Thị Hằng', 'Đặng Thị Hằng']);
    expect(found('HẰNG Đặng')).to.deep.equal(['Đặng Thị Hằng', 'Đặng Thị Hằng']);
    expect(found('петров')).to.deep.equal(['Иван Петров']);
    expect(found('张')).to.deep.equal(['张伟']);
    expect(found('ky thuat')).to.deep.equal(['Hoa']);
    expect(found('nobody at all')).to.deep.equal([]);
  });

  it('puts names that begin so before names that contain it, and the typed word last, as an address', () => {
    expect(found('minh')).to.deep.equal(['Lê Minh', 'Minh Anh', '#minh']);
    expect(found('inh')).to.deep.equal(['Lê Minh', 'Minh Anh', '#inh']);
  });

  it('puts whoever has exactly this number first, then the number itself, then those who contain it', () => {
    expect(found('1005')).to.deep.equal(['Lê Minh', '#1005', 'Иван Петров']);
    expect(found('100')).to.deep.equal(['#100', 'Lê Minh', 'Иван Петров', '张伟', 'Hoa']);
  });

  it('knows a number however it is written', () => {
    for (const text of [
      '0912345678',
      '+84 912 345 678',
      '0084.912.345.678',
      '(0912) 345-678',
      '０９１２３４５６７８',
    ]) {
      expect(found(text)[0], text).to.equal('Đặng Thị Hằng');
    }
    expect(found('02838229999')[0]).to.equal('Minh Anh');
  });

  it('does not take one extension for another', () => {
    expect(found('100')[0]).to.equal('#100');
    expect(found('0100')[0]).to.equal('张伟');
  });

  it('shows everybody where nothing is typed', () => {
    expect(found('  ')).to.have.length(people.length);
  });

  it('gives the name with the number', () => {
    const [lan] = search(people, '1005');
    expect(lan && targetOf(lan)).to.deep.equal({ name: 'Lê Minh', number: '1005' });
    const [typed] = search(people, '113');
    expect(typed && targetOf(typed)).to.deep.equal({ name: null, number: '113' });
  });

  it('keeps control characters out of what is shown and dialled', () => {
    const [row] = search(peopleOf([contact('a\u0000\nb', '10\r\n05')]), '');
    expect(row && targetOf(row)).to.deep.equal({ name: 'a b', number: '10 05' });
  });
});
