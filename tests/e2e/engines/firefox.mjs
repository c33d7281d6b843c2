// Firefox over WebDriver BiDi, which it speaks itself.
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import WebSocket from "ws";
import { startGroup } from "./process_group.mjs";
import { Tab } from "./tab.mjs";

const EXECUTABLE = process.env.FIREFOX ?? "firefox-esr";

/** Its language, and nothing of its own that would ask the network or come back after a crash. */
const PREFERENCES = {
  "intl.accept_languages": "en-GB, en",
  "browser.sessionstore.resume_from_crash": false,
  "toolkit.startup.max_resumed_crashes": -1,
  "browser.shell.checkDefaultBrowser": false,
  "browser.aboutwelcome.enabled": false,
  "browser.startup.page": 0,
  "browser.newtabpage.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "app.update.disabledForTesting": true,
};

/** How long an answer may take. */
const ANSWER = 10_000;

/** One connection: commands with their answers, and the console's lines. */
class Connection {
  #socket;
  #open = new Map();
  #next = 1;
  lines = [];

  constructor(socket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#receive(JSON.parse(data)));
    socket.on("close", () => {
      for (const { reject } of this.#open.values()) reject(new Error("the browser is gone"));
      this.#open.clear();
    });
  }

  #receive(message) {
    if (message.method === "log.entryAdded") {
      this.lines.push(`${message.params.level}: ${message.params.text}`);
    }
    const waiting = this.#open.get(message.id);
    if (!waiting) return;
    this.#open.delete(message.id);
    if (message.type === "success") waiting.resolve(message.result);
    else waiting.reject(new Error(`${message.error}: ${message.message}`));
  }

  async send(method, params) {
    const id = this.#next++;
    const answer = new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    // A command about a page that goes away at that moment may stay without an answer.
    const timer = setTimeout(() => this.#open.get(id)?.reject(new Error(`${method}: no answer`)), ANSWER);
    return answer.finally(() => {
      clearTimeout(timer);
      this.#open.delete(id);
    });
  }

  close() {
    this.#socket.close();
  }
}

/** A value as BiDi writes it. Elements are passed on by their id. */
function toRemote(value) {
  if (value?.sharedId) return { sharedId: value.sharedId };
  if (typeof value === "string") return { type: "string", value };
  if (typeof value === "number") return { type: "number", value };
  if (typeof value === "boolean") return { type: "boolean", value };
  if (value === undefined) return { type: "undefined" };
  return { type: "object", value: Object.entries(value).map(([key, one]) => [key, toRemote(one)]) };
}

/** Resolves in the page once what was scrolled before is painted. */
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));

/** What the journeys do with one tab, in BiDi. */
function driver(connection, context) {
  const calls = {
    async call(fn, args, asElement) {
      // Other values come back as text: one form for all of them.
      const wrapped = asElement
        ? `(...args) => (${fn})(...args)`
        : `async (...args) => JSON.stringify((await (${fn})(...args)) ?? null)`;
      const answer = await connection.send("script.callFunction", {
        functionDeclaration: wrapped,
        arguments: args.map(toRemote),
        target: { context },
        awaitPromise: true,
      });
      if (answer.type !== "success") throw new Error(answer.exceptionDetails.text);
      if (!asElement) return JSON.parse(answer.result.value);
      return answer.result.type === "node" ? { sharedId: answer.result.sharedId } : null;
    },
    async press(element) {
      // Firefox looks for what is below the pointer in what it has painted last: right after scrolling, one press in eight
      // met what stood there before.
      await calls.call(painted, [], false);
      return connection.send("input.performActions", {
        context,
        actions: [
          {
            type: "pointer",
            id: "mouse",
            actions: [
              { type: "pointerMove", x: 0, y: 0, origin: { type: "element", element } },
              { type: "pointerDown", button: 0 },
              { type: "pointerUp", button: 0 },
            ],
          },
        ],
      });
    },
    type: (text) =>
      connection.send("input.performActions", {
        context,
        actions: [
          {
            type: "key",
            id: "keyboard",
            actions: [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]),
          },
        ],
      }),
    open: (url) => connection.send("browsingContext.navigate", { context, url, wait: "none" }),
    reload: () => connection.send("browsingContext.reload", { context, wait: "none" }),
    back: () => connection.send("browsingContext.traverseHistory", { context, delta: -1 }),
    activate: () => connection.send("browsingContext.activate", { context }),
    async pdf() {
      const { data } = await connection.send("browsingContext.print", {
        context,
        page: { width: 21, height: 29.7 },
        margin: { top: 0, bottom: 0, left: 0, right: 0 },
      });
      return Buffer.from(data, "base64");
    },
  };
  return calls;
}

/** Starts Firefox with the profile in this folder. */
export async function startFirefox(folder) {
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(join(folder, "user.js"), `${lines.join("\n")}\n`);
  const words = ["--headless", "--no-remote", "--profile", folder, "--remote-debugging-port=0"];
  const { child, kill } = startGroup(EXECUTABLE, words, { MOZ_CRASHREPORTER_DISABLE: "1", TZ: "Europe/Sofia" });
  try {
    return { ...(await connect(child)), kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function connect(child) {
  const address = await listening(child);
  const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false });
  await once(socket, "open");
  const connection = new Connection(socket);
  await connection.send("session.new", { capabilities: {} });
  await connection.send("session.subscribe", { events: ["log.entryAdded"] });
  const tabOf = (context) => new Tab(driver(connection, context));
  const { contexts } = await connection.send("browsingContext.getTree", {});
  return {
    tab: tabOf(contexts[0].context),
    newTab: async () => tabOf((await connection.send("browsingContext.create", { type: "tab" })).context),
    /** What the pages and the engine wrote to the console so far. */
    console: () => connection.lines,
  };
}

/** Waits for the line with which it tells its address; what it writes is read to the end, or it would stop to wait. */
function listening(child) {
  let output = "";
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      output += chunk;
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
    child.once("exit", () => reject(new Error(`Firefox did not start: ${output}`)));
  });
}
