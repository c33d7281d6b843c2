// Counts round trips: requests that wait for one another, as the browser's network log tells them. A wait is a person's
// time on any line, and a count does not depend on the machine.

/**
 * Long enough that a request which waits for another clearly begins after it ends, and that the program has started before
 * two trips are over even on a busy machine: otherwise what it asks beside them seems to wait for them. In milliseconds.
 */
const LATENCY_MS = 300;

/** Watches what a page asks of the network from now on. What the browser has in its cache and need not ask about is no trip. */
export async function watchRoundTrips(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  let requests = [];
  let open = new Map();
  /** Requests that had to ask for leave first, by id. */
  let asked = new Set();
  const finish = (id, timestamp) => {
    const request = open.get(id);
    if (request) request.end = timestamp;
    open.delete(id);
  };
  const forget = (id) => {
    requests = requests.filter((request) => request !== open.get(id));
    open.delete(id);
  };
  session.on("Network.requestWillBeSent", ({ requestId, request, timestamp, type, initiator, redirectResponse }) => {
    // What a redirect leads to has the id of what was redirected.
    if (redirectResponse) finish(requestId, timestamp);
    if (type === "Preflight" || initiator.type === "preflight") {
      asked.add(initiator.requestId);
      return;
    }
    const made = { id: requestId, method: request.method, url: request.url, start: timestamp };
    requests.push(made);
    open.set(requestId, made);
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => forget(requestId));
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.fromDiskCache || response.fromPrefetchCache || response.url.startsWith("data:")) forget(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, timestamp }) => finish(requestId, timestamp));
  session.on("Network.loadingFailed", ({ requestId, timestamp }) => finish(requestId, timestamp));
  return {
    /** From now on. */
    reset() {
      requests = [];
      open = new Map();
      asked = new Set();
    },
    /** The longest chain of requests that waited for one another so far, without those that nobody waits for. */
    chain(isAhead = () => false) {
      const ended = requests.filter(({ end, url }) => end !== undefined && !isAhead(url));
      const sent = ended.sort((a, b) => a.start - b.start);
      for (const request of sent) {
        const before = sent.filter(({ end }) => end <= request.start);
        request.before = before.reduce((longest, other) => (other.length > (longest?.length ?? 0) ? other : longest), null);
        request.length = 1 + (request.before?.length ?? 0);
      }
      const chain = [];
      let last = sent.reduce((longest, other) => (other.length > (longest?.length ?? 0) ? other : longest), null);
      for (; last; last = last.before) chain.unshift({ ...last, preflight: asked.has(last.id) });
      return chain;
    },
  };
}
