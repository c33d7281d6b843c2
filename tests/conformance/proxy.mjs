// Stands before an API and changes what one variant changes: its requests, its answers, or who answers.
import { once } from "node:events";
import { Agent, createServer, request as httpRequest } from "node:http";
import { buffer } from "node:stream/consumers";

/** Headers of one connection, which are not handed on. */
const OF_CONNECTION = ["connection", "keep-alive", "transfer-encoding", "content-length", "host"];

/** Longer bodies than this may make the API close the connection. */
const LONG = 10_000;
const KEPT = new Agent({ keepAlive: true });

const without = (headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)));

/** Sends a request to the API behind; answers `{ status, headers, body }` with the body as text. */
async function forward(origin, { method, path, headers, body }) {
  // A long body gets a connection of its own: one that the API closed early would fail the next request.
  const agent = body.length > LONG ? false : KEPT;
  const options = { method, agent, headers: { ...without(headers), "content-length": Buffer.byteLength(body) } };
  const sent = httpRequest(`${origin}${path}`, options);
  sent.end(body);
  const [answer] = await once(sent, "response");
  const text = (await buffer(answer)).toString("utf8");
  return { status: answer.statusCode, headers: without(answer.headers), body: text };
}

/** A text that is JSON, or nothing. */
export function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    // No variant changes a body that is not JSON.
    return null;
  }
}

/**
 * A proxy on a free port. `change(request, send)` answers in the place of the API; `send` asks it, as often as the variant
 * likes. `broken` has the errors of the variant itself.
 */
export async function startProxy(origin, change) {
  const broken = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    try {
      const request = { method, path, headers, body: (await buffer(incoming)).toString("utf8") };
      const answer = await change(request, (one) => forward(origin, one));
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      // With a code it is the network's: the API closed the connection, and so does the proxy.
      if (!error.code) broken.push(error);
      outgoing.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    broken,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
