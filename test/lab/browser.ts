import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './browser-paths.mjs';

const args = [
  '--disable-gpu',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--no-proxy-server',
];

/** Candidates on 127.0.0.1: together with a machine that has no other interface, media never leaves it. */
const loopback = '--allow-loopback-in-peer-connection';

export interface Machine {
  /** False: it has no sound device at all. */
  readonly devices: boolean;
  /** False: media goes over an interface that the test has made, and not over 127.0.0.1. */
  readonly mediaOnLoopback?: boolean;
}

export async function launchBrowser({ devices, mediaOnLoopback = true }: Machine): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_PATH, or run `node test/setup.mjs`.');
  return chromium.launch({
    executablePath,
    headless: true,
    chromiumSandbox: false,
    args: [...args, ...(mediaOnLoopback ? [loopback] : []), ...(devices ? ['--use-fake-device-for-media-stream'] : [])],
    env: {
      ...(process.env as Record<string, string>),
      // Where the machine has sound of its own, keep it out of the way.
      ...(devices ? {} : { PULSE_SERVER: 'unix:/nowhere', ALSA_CONFIG_PATH: '/dev/null' }),
    },
  });
}
