import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const chromium = {
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  elsewhere: [
    '/usr/bin/chromium',
    '/snap/bin/chromium',
    '/opt/google/chrome/chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};
const firefox = {
  names: ['firefox-esr', 'firefox'],
  elsewhere: ['/usr/bin/firefox-esr', '/snap/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
};

/** `CHROMIUM_PATH`, else the first Chromium or Chrome that this machine has; `null` where there is none. */
export function findChromium() {
  return find(process.env.CHROMIUM_PATH, chromium);
}

/** `FIREFOX_PATH`, else the first Firefox that this machine has; `null` where there is none. */
export function findFirefox() {
  return find(process.env.FIREFOX_PATH, firefox);
}

function find(wish, { names, elsewhere }) {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)));
  return [wish, ...onPath, ...elsewhere].find((path) => path && isProgram(path)) ?? null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
