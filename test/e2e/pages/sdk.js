/* global BfcWebphoneSDK */
/** A page written for the vendor's SDK: every listener it documents, each kept for the test to read. */
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

window.phone = new BfcWebphoneSDK();
window.startPhone = ({ sip, register }) => {
  const listeners = Object.fromEntries(names.map((name) => [name, (data) => window.lab.events.push({ name, data })]));
  return window.phone.init({ sip, register, lang: 'en', listeners });
};
