/** The command `heap`: what the page keeps in JavaScript once the garbage is collected, in bytes. */
export const heapPlugin = {
  name: 'test-heap',
  async executeCommand({ command, session }) {
    if (command !== 'heap') return undefined;
    const page = session.browser.getPage(session.id);
    const devtools = await page.context().newCDPSession(page);
    // What the first collection finalises the second takes away.
    for (let round = 0; round < 2; round++) await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    await devtools.detach();
    return usedSize;
  },
};
