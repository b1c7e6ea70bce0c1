// The account behind the phone: hotlines, call history, contacts, notes.
/* global sdk, pageLog */
(function () {
  const byId = (id) => document.getElementById(id);
  const { show } = pageLog;
  const say = (vi, en) => (document.documentElement.lang === 'en' ? en : vi);

  const statuses = {
    answered: ['Đã nghe', 'Answered'],
    missed: ['Nhỡ', 'Missed'],
    busy: ['Máy bận', 'Busy'],
    rejected: ['Từ chối', 'Declined'],
    cancelled: ['Đã huỷ', 'Cancelled'],
    failed: ['Không gọi được', 'Failed'],
  };

  /** A promise of the SDK's, in the log either way; gives its data, or `null` after an error. */
  async function ask(name, promise) {
    try {
      const data = await promise;
      show('↩', name, Array.isArray(data) ? { length: data.length, first: data[0] } : data);
      return data;
    } catch ({ code, message, details }) {
      show('↩', `${name} ✕`, { code, message, details });
      return null;
    }
  }

  // hotlines
  let shown = '';
  function showHotlines() {
    const hotlines = sdk.hotlines;
    byId('choose').disabled = hotlines.length === 0;
    const now = JSON.stringify([hotlines, sdk.currentHotline]);
    if (now === shown) return;
    shown = now;
    byId('hotlines').replaceChildren(
      ...hotlines.map(({ id, name, number }) => new Option([name, number].filter(Boolean).join(' · '), id)),
    );
    if (sdk.currentHotline) byId('hotlines').value = sdk.currentHotline.id;
  }
  byId('choose').addEventListener('click', () => ask('chooseHotline', sdk.chooseHotline(byId('hotlines').value)));

  // history and contacts, told again in the other language when the page changes it
  const told = { calls: null, contacts: null };
  const count = (list, vi, en) => `${list.length.toLocaleString(say('vi-VN', 'en'))} ${say(vi, en)}`;
  function tell() {
    if (told.calls) byId('histories-count').textContent = count(told.calls, 'cuộc gọi', 'calls');
    if (told.contacts) byId('contacts-count').textContent = count(told.contacts, 'liên hệ', 'contacts');
    byId('history').hidden = !told.calls?.length;
    byId('history').replaceChildren(...(told.calls ?? []).slice(0, 50).map(row));
  }
  new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ['lang'] });
  byId('histories').addEventListener('submit', async (event) => {
    event.preventDefault();
    told.calls = (await ask('histories', sdk.histories(byId('limit').valueAsNumber))) ?? told.calls;
    tell();
  });
  byId('contacts').addEventListener('click', async () => {
    told.contacts = (await ask('contacts', sdk.contacts)) ?? told.contacts;
    tell();
  });

  function row(item) {
    const own = item.direction === 'inbound' || item.to === sdk.currentExtension?.number ? item.from : item.to;
    const button = Object.assign(document.createElement('button'), { type: 'button' });
    const part = (tag, text) => button.append(Object.assign(document.createElement(tag), { textContent: text }));
    part('time', new Date(item.started_at).toLocaleString('vi-VN', { dateStyle: 'short', timeStyle: 'short' }));
    part('b', `${own === item.from ? '↙' : '↗'} ${item.name ?? own}`);
    const talk =
      item.duration > 0 ? ` ${Math.floor(item.duration / 60)}:${String(item.duration % 60).padStart(2, '0')}` : '';
    part('span', say(...statuses[item.status]) + talk);
    if (item.note) part('i', item.note);
    button.addEventListener('click', () => {
      const { callId, note, rate, report } = byId('note').elements;
      callId.value = item.id;
      note.value = item.note ?? '';
      rate.value = item.rate ?? '';
      report.value = item.report ?? '';
      byId('note-result').textContent = '';
      note.focus();
    });
    const entry = document.createElement('li');
    entry.append(button);
    return entry;
  }

  // note
  byId('note').addEventListener('submit', async (event) => {
    event.preventDefault();
    const { callId, note, rate, report } = byId('note').elements;
    const saved = await ask(
      'note',
      sdk.note(callId.value, {
        ...(note.value && { note: note.value }),
        ...(rate.value && { rate: Number(rate.value) }),
        ...(report.value && { report: report.value }),
      }),
    );
    byId('note-result').textContent = saved ? say('Đã lưu', 'Saved') : say('Chưa lưu được', 'Not saved');
  });

  pageLog.onShow((data) => {
    showHotlines();
    if (data?.state === 'ended' && data.callId) {
      byId('note').reset();
      byId('note').elements.callId.value = data.callId;
      byId('note-result').textContent = '';
    }
  });
  showHotlines();
})();
