/** What this is; a test holds it to package.json. */
export const product = 'bfc-webphone 0.1.0';
export const sipLibrary = 'sip.js 0.21.2';
