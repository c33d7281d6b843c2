// What one page costs, as the browser tells it: bytes, times, main thread.

/** How the line and the processor are slowed down. Bytes a second, milliseconds; the processor is so many times slower. */
export const NETWORKS = {
  none: null,
  slow: { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750, processor: 4 },
};

/** No request for so long means that nothing more comes, in milliseconds. */
const QUIET_MS = 500;
/** No request is waited for longer than this, in milliseconds. */
const GIVEN_UP_MS = 60_000;
const SECOND = 1000;

/** What comes over the wire, headers included, and when; see `openPage`. */
function watchWire(devtools) {
  const requests = [];
  const open = new Map();
  let changed = performance.now();
  const end = ({ requestId, timestamp, encodedDataLength }) => {
    const request = open.get(requestId);
    open.delete(requestId);
    changed = performance.now();
    if (!request) return;
    // A page that comes in the place of another asks for its icon again, and the browser says nothing more of the first.
    for (const [id, { url }] of open) if (url === request.url) open.delete(id);
    request.ms = (timestamp - request.timestamp) * SECOND;
    request.bytes = Math.max(0, encodedDataLength ?? 0);
  };
  devtools.on("Network.requestWillBeSent", ({ requestId, loaderId, request, timestamp, wallTime, redirectResponse, type }) => {
    if (request.url.startsWith("data:")) return;
    if (redirectResponse) end({ requestId, timestamp, encodedDataLength: redirectResponse.encodedDataLength });
    // A page that is left drops what it waited for, without a word.
    if (type === "Document") for (const [id, { loader }] of open) if (loader !== loaderId) open.delete(id);
    const made = { url: request.url, method: request.method, at: wallTime * SECOND, timestamp, loader: loaderId, bytes: 0 };
    open.set(requestId, made);
    requests.push(made);
    changed = performance.now();
  });
  devtools.on("Network.loadingFinished", end);
  devtools.on("Network.loadingFailed", end);
  return {
    requests,
    bytes: () => requests.reduce((sum, { bytes }) => sum + bytes, 0),
    /** Bytes of what had come by then, in milliseconds since the epoch. */
    bytesBy: (at) => requests.filter((one) => one.ms !== undefined && one.at + one.ms <= at).reduce((sum, one) => sum + one.bytes, 0),
    async quiet() {
      while (open.size > 0 || performance.now() - changed < QUIET_MS) {
        if (performance.now() - changed > GIVEN_UP_MS) throw new Error(`no end of ${[...open.values()].map(({ url }) => url)}`);
        await new Promise((go) => setTimeout(go, 25));
      }
    },
  };
}

/** A page on this line, with what is watched of it. */
export async function openPage(context, network) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Performance.enable");
  const wire = watchWire(devtools);
  const limits = NETWORKS[network];
  if (limits) {
    const { processor, ...line } = limits;
    await devtools.send("Network.emulateNetworkConditions", { offline: false, ...line });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: processor });
  }
  return { page, devtools, wire };
}

/** Milliseconds of the main thread so far, and those of them in scripts. */
export async function mainThread(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  const seconds = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  return { task: seconds.TaskDuration * SECOND, script: seconds.ScriptDuration * SECOND };
}

/** Milliseconds from the start of the navigation to the first and the largest paint. */
export const paints = (page) => page.evaluate(() => new Promise((done) => {
  new PerformanceObserver((list) => {
    const largest = list.getEntries().at(-1).startTime;
    done({ first: performance.getEntriesByName("first-contentful-paint")[0].startTime, largest });
  }).observe({ type: "largest-contentful-paint", buffered: true });
}));

/** The middle one, the least and the most. */
export function spread(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, least: sorted[0], most: sorted.at(-1) };
}
