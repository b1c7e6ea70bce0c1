// The page's log, and in it what the example writes to the console. Loaded first, so that nothing is missed.
(function () {
  const early = [];
  const listeners = [];
  const kept = 100;

  function write(list, kind, name, data) {
    const item = document.createElement('li');
    const title = document.createElement('b');
    title.textContent = `${new Date().toLocaleTimeString('vi-VN')}  ${kind} ${name}`;
    const detail = document.createElement('pre');
    detail.textContent = JSON.stringify(data, null, 1) ?? '';
    item.append(title, detail);
    list.prepend(item);
    while (list.childElementCount > kept) list.lastElementChild.remove();
    for (const listener of listeners) listener(data);
  }

  /** `kind`: ⚡ an event, ↩ a callback or a promise, › the console. */
  function show(kind, name, data) {
    const list = document.getElementById('log');
    if (list) write(list, kind, name, data);
    else early.push([kind, name, data]);
  }

  document.addEventListener('DOMContentLoaded', () => {
    for (const line of early.splice(0)) show(...line);
  });

  const log = console.log;
  console.log = (...values) => {
    log.apply(console, values);
    show('›', ...values);
  };

  window.pageLog = { show, onShow: (listener) => listeners.push(listener) };
})();
