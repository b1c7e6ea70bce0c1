// Plain script, no build, no modules: what an integrator of the vendor's SDK has in a page. `sdk` is the example's.
/* global sdk, pageLog */
(async function () {
  const byId = (id) => document.getElementById(id);
  const { show } = pageLog;
  const done = (name) => (result) => show('↩', name, result);

  // What the example listens to comes by the console; the rest here.
  const others = [
    'alerts', 'connected', 'disconnected', 'unregistered', 'registrationFailed',
    'callIncoming', 'callConfirmed', 'referAccepted', 'referFailed',
  ]; // prettier-ignore
  const every = [...others, 'registered', 'callOutgoing', 'callEnded'];
  for (const name of others) sdk.on(name, (data) => show('⚡', name, data));

  const getters = [
    'isConnected',
    'isRegistered',
    'currentMode',
    'currentLine',
    'currentExtension',
    'currentHotline',
    'isMuted',
    'isOnHold',
  ];

  function describe(value) {
    if (value === null || typeof value !== 'object') return String(value);
    return [value.number, value.name].filter(Boolean).join(' · ');
  }

  function showGetters() {
    byId('getters').replaceChildren(
      ...getters.flatMap((name) => {
        const [term, value] = [document.createElement('dt'), document.createElement('dd')];
        term.textContent = name;
        value.textContent = describe(sdk[name]);
        return [term, value];
      }),
    );
  }
  pageLog.onShow(showGetters);
  showGetters();

  function start(account) {
    const listeners = Object.fromEntries(every.map((name) => [name, (data) => show('⚡', name, data)]));
    sdk.init({ ...account, lang: document.documentElement.lang, listeners }, done('init'));
  }

  const number = () => byId('dial').elements.number.value;
  byId('dial').addEventListener('submit', (event) => {
    event.preventDefault();
    sdk.makeCall(number(), done('makeCall'));
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
      else if (name === 'switchLine') sdk.switchLine(null, done(name));
      else sdk[name](done(name));
    });
  }
  for (const button of document.querySelectorAll('[data-to-number]')) {
    const name = button.dataset.toNumber;
    button.addEventListener('click', () => sdk[name](number(), done(name)));
  }

  byId('code').textContent = byId('example')
    .textContent.replace(/^\s*\n|\s+$/g, '')
    .replace(/^ {8}/gm, '');

  const demo = await (await fetch('/demo.json')).json();
  for (const person of [demo.agent, ...demo.customers]) {
    if (person) byId('numbers').append(new Option(person.name, person.number));
  }
  if (demo.colleague) {
    const { username, password } = demo.colleague;
    byId('again').hidden = false;
    byId('again').addEventListener('click', () => start({ username, password, baseURL: location.origin }));
    return;
  }
  const form = byId('sip');
  form.hidden = false;
  form.elements.uri.value = `sip:1001@${demo.domain}`;
  form.elements.servers.value = demo.pbx;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { uri, password, servers } = form.elements;
    start({ sip: { uri: uri.value, password: password.value, servers: [servers.value] } });
  });
})();
