import { html, nothing, type TemplateResult } from 'lit';
import { CallListElement, type ListStatus, type ListTexts } from '../call-list-element.js';
import { ContactSource } from '../controllers/contact-source.js';
import { RowList, type ListRow } from '../controllers/row-list.js';
import { icon } from '../icons.js';
import { initialsOf } from '../parts/caller.js';
import { grouped } from '../parts/number.js';
import { search, type Person, type Row } from '../parts/people.js';

interface LetterHeading extends ListRow {
  readonly heading: () => string;
}
type ContactRow = (Row & { readonly heading: null }) | LetterHeading;

/** In the order of the Vietnamese alphabet: D before Đ, E before Ê. */
const alphabet = new Intl.Collator('vi');

/**
 * The contacts of the account, by name. The search finds a name with or without marks, a company, and any part of a
 * number; one press calls. Loads when it comes into the document.
 *
 * @summary Contacts: search, call by one click.
 * @tagname bfc-contact-list
 * @attr {'auto'|'light'|'dark'} theme - Without it, the theme of what the element stands in.
 * @fires {CustomEvent<Command>} bfc-intent - What the agent wants, before it is done; cancelable.
 */
export class BfcContactList extends CallListElement<ContactRow> {
  protected readonly list = new RowList<ContactRow>(this);

  readonly #contacts = new ContactSource(this);
  #sorted: readonly Person[] = [];
  #found = 0;
  /** What the rows were made of. */
  #made: readonly [people: readonly Person[], text: string] | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  /** Asks for the contacts anew. */
  reload(): Promise<void> {
    return this.load();
  }

  protected override willUpdate(): void {
    super.willUpdate();
    this.#contacts.loadOnce();
    const { people } = this.#contacts;
    const made = this.#made;
    if (made?.[0] === people && made[1] === this.text) return;
    if (made?.[0] !== people) this.#sorted = sortedByName(people);
    this.#made = [people, this.text];
    const found = search(this.#sorted, this.text);
    this.#found = found.length;
    this.list.setRows(this.text.trim() === '' ? withLetters(found) : found.map(plainRow), made?.[1] === this.text);
  }

  protected load(): Promise<void> {
    return this.#contacts.load();
  }

  protected texts(): ListTexts {
    const { messages } = this;
    return {
      icon: 'users',
      find: messages.findContact,
      loading: messages.loadingContacts,
      empty: messages.contactsEmpty,
      emptyDetail: messages.contactsEmptyDetail,
      failed: messages.peopleFailed,
      failedDetail: messages.contactsFailedDetail,
    };
  }

  protected listStatus(): ListStatus {
    const { status, error, people } = this.#contacts;
    return { status, error, isEmpty: people.length === 0 };
  }

  protected filters(): typeof nothing {
    return nothing;
  }

  protected fullList(): TemplateResult {
    const { messages } = this;
    return html`${this.list.render({
        label: messages.people,
        rowClass: () => 'person',
        row: (row, tabindex) => (row.heading === null ? this.#row(row, tabindex) : html``),
      })}
      <p class="visually-hidden" role="status">${this.text === '' ? '' : messages.foundCount(this.#found)}</p>`;
  }

  #row({ key, person, number }: Row, tabindex: string): TemplateResult {
    const { messages } = this;
    const name = person?.name ?? '';
    const title = name || number || messages.unknownNumber;
    const company = person && person.company !== '' ? html` · <bdi>${person.company}</bdi>` : nothing;
    const below = person ? html`<bdi>${grouped(number || messages.noNumber)}</bdi>${company}` : messages.thisNumber;
    return html`<span class="avatar ${person ? '' : 'plain'}" aria-hidden="true"
        >${(person ? initialsOf(name) : '#') ?? icon('user', 16)}</span
      >
      <div class="row-text">
        <bdi class="cut row-name" title=${title}>${grouped(title)}</bdi>
        <span class="cut row-more">${below}</span>
      </div>
      ${this.callButton(key, number, messages.callNamed(title), tabindex)}`;
  }
}

function sortedByName(people: readonly Person[]): readonly Person[] {
  return [...people].sort((a, b) => alphabet.compare(a.name, b.name));
}

function plainRow(row: Row): Row & { readonly heading: null } {
  return { ...row, heading: null };
}

/** With a heading for each first letter; what begins with none comes under `#`. */
function withLetters(found: readonly Row[]): readonly ContactRow[] {
  const rows: ContactRow[] = [];
  let letter = '';
  for (const row of found) {
    const first = letterOf(row.person?.name ?? '');
    if (first !== letter) rows.push({ key: `letter ${first} ${row.key}`, heading: () => first });
    letter = first;
    rows.push(plainRow(row));
  }
  return rows;
}

/** "Ánh" comes under A, "Đặng" under Đ. */
function letterOf(name: string): string {
  return /^\p{L}/u.exec(name.normalize('NFD'))?.[0].toLocaleUpperCase('vi') ?? '#';
}

declare global {
  interface HTMLElementTagNameMap {
    'bfc-contact-list': BfcContactList;
  }
}
