/** A page that has the element alone: configured by attributes, heard by DOM events. */
const names = [
  'alerts',
  'connected',
  'disconnected',
  'registered',
  'unregistered',
  'registrationFailed',
  'callEnded',
  'callOutgoing',
  'callIncoming',
  'callConfirmed',
  'referAccepted',
  'referFailed',
];

// At the document: the events must bubble and cross shadow roots.
for (const name of names) {
  document.addEventListener(name, ({ detail }) => window.lab.events.push({ name, data: detail }));
}

window.startPhone = ({ sip, register }) => {
  const phone = document.createElement('bfc-webphone');
  phone.setAttribute('sip-uri', sip.uri);
  phone.setAttribute('sip-password', sip.password);
  phone.setAttribute('sip-servers', sip.servers.join(' '));
  phone.setAttribute('lang', 'en');
  // These tests call again and again: no note in between.
  phone.setAttribute('no-wrap-up', '');
  if (!register) phone.setAttribute('register', 'false');
  window.phone = phone;
  document.querySelector('main').append(phone);
  return null;
};
