// Plain script, no build, no modules: what an integrator of the vendor's SDK has in a page.
(async function () {
  const byId = (id) => document.getElementById(id);
  const account = byId('account').elements;
  const demo = await (await fetch('/demo.json')).json();

  account.uri.value = `sip:${demo.colleague ? demo.colleague.number : '1001'}@${demo.domain}`;
  account.password.value = demo.colleague ? demo.colleague.password : '';
  account.servers.value = demo.pbx;
  for (const person of [demo.agent, ...demo.customers]) {
    if (person) byId('numbers').append(new Option(person.name, person.number));
  }

  const sdk = new window.BfcWebphoneSDK();
  const getters = [
    'isConnected',
    'isRegistered',
    'currentMode',
    'currentLine',
    'currentExtension',
    'isMuted',
    'isOnHold',
  ];

  function show(kind, name, data) {
    const item = document.createElement('li');
    const title = document.createElement('b');
    title.textContent = `${new Date().toLocaleTimeString('vi-VN')}  ${kind} ${name}`;
    const detail = document.createElement('pre');
    detail.textContent = JSON.stringify(data, null, 1) ?? '';
    item.append(title, detail);
    byId('log').prepend(item);
    while (byId('log').childElementCount > 100) byId('log').lastElementChild.remove();
    showGetters();
  }

  function showGetters() {
    byId('getters').replaceChildren(
      ...getters.flatMap((name) => {
        const [term, value] = [document.createElement('dt'), document.createElement('dd')];
        term.textContent = name;
        const data = sdk[name];
        value.textContent = data !== null && typeof data === 'object' ? data.number : String(data);
        return [term, value];
      }),
    );
  }

  const events = [
    'alerts', 'connected', 'disconnected', 'registered', 'unregistered', 'registrationFailed',
    'callEnded', 'callOutgoing', 'callIncoming', 'callConfirmed', 'referAccepted', 'referFailed',
  ]; // prettier-ignore
  const listeners = Object.fromEntries(events.map((name) => [name, (data) => show('⚡', name, data)]));
  const done = (name) => (result) => show('↩', name, result);

  byId('account').addEventListener('submit', (event) => {
    event.preventDefault();
    const sip = { uri: account.uri.value, password: account.password.value, servers: [account.servers.value] };
    sdk.init({ mode: 'active', sip, lang: document.documentElement.lang, listeners }, done('init'));
  });
  byId('dial').addEventListener('submit', (event) => {
    event.preventDefault();
    sdk.makeCall(byId('dial').elements.number.value, done('makeCall'));
  });
  for (const tone of '123456789*0#') {
    const key = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'plain',
      textContent: tone,
    });
    key.addEventListener('click', () => sdk.sendDTMF(tone, done(`sendDTMF ${tone}`)));
    byId('keys').append(key);
  }
  for (const button of document.querySelectorAll('[data-do]')) {
    const name = button.dataset.do;
    button.addEventListener('click', () => {
      if (name === 'ping') show('↩', name, sdk.ping());
      else sdk[name](done(name));
    });
  }
  showGetters();
})();
