// A host between browser and site, as a CDN is: it counts what is asked for, and may change what it passes on.
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * @param {string} site origin of the site
 * @param {(path: string, body: Buffer) => Buffer} change what is passed on for a path
 */
export async function startRelay(site, change = (_path, body) => body) {
  const asked = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url);
    const answer = await fetch(`${site}${request.url}`, { headers: { "accept-encoding": "identity" } });
    const headers = Object.fromEntries(answer.headers);
    const body = change(request.url, Buffer.from(await answer.arrayBuffer()));
    delete headers["content-encoding"];
    response.writeHead(answer.status, { ...headers, "content-length": body.length });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: (path) => `http://127.0.0.1:${server.address().port}${path}`,
    /** Paths that were asked for, in order. */
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
