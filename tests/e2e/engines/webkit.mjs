// WebKitGTK over plain W3C WebDriver: WebKitWebDriver starts webkit_browser.py, which keeps its profile in a folder.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startGroup } from "./process_group.mjs";
import { Tab } from "./tab.mjs";
import { freePort } from "../harness/free_port.mjs";

const BROWSER = fileURLToPath(new URL("webkit_browser.py", import.meta.url));
/** The key under which WebDriver passes elements. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** How long printing may take. */
const PRINTING = 20_000;

/** How long the start of the browser and the display may take. */
const START = 60_000;

/** How long the answer to a command may take. */
const ANSWER = 10_000;

/** Without a graphics card and a sandbox of the system's. */
const ENVIRONMENT = {
  WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  GTK_USE_PORTAL: "0",
  LANG: "C.UTF-8",
  TZ: "Europe/Sofia",
};

/** Sends one command and answers with its value. One about a page that goes away may stay without an answer. */
async function command(address, method, path, body, limit = ANSWER) {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
    signal: AbortSignal.timeout(limit),
  }).catch((error) => {
    throw new Error(`${method} ${path}: ${error.message}`, { cause: error });
  });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** What the journeys do with one tab, in WebDriver. It acts on one window at a time: each call names its own first. */
function driver(session, handle, folder) {
  const send = async (method, path, body) => {
    await session("POST", "/window", { handle });
    return session(method, path, body);
  };
  return {
    async call(fn, args, asElement) {
      const wrapped = asElement
        ? `return (${fn})(...arguments)`
        : `return JSON.stringify((${fn})(...arguments) ?? null)`;
      const answer = await send("POST", "/execute/sync", { script: wrapped, args });
      return asElement ? answer : JSON.parse(answer);
    },
    press: (element) => send("POST", `/element/${element[ELEMENT]}/click`),
    type: (text) =>
      send("POST", "/actions", {
        actions: [
          {
            type: "key",
            id: "keyboard",
            actions: [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]),
          },
        ],
      }),
    open: (url) => send("POST", "/url", { url }),
    reload: () => send("POST", "/refresh"),
    back: () => send("POST", "/back"),
    activate: () => send("POST", "/window", { handle }),
    async pdf() {
      const file = join(folder, "printed.pdf");
      process.kill(Number(readFileSync(join(folder, "browser.pid"), "utf8")), "SIGUSR1");
      const deadline = Date.now() + PRINTING;
      while (Date.now() < deadline) {
        // A file that does not end as a PDF does is still being written.
        if (existsSync(file) && readFileSync(file).includes("%%EOF", -16)) return readFileSync(file);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error("nothing was printed");
    },
  };
}

/** A display in memory; the same for all browsers. */
async function startDisplay() {
  const server = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [number] = await once(server.stdout, "data", { signal: AbortSignal.timeout(START) });
  server.stdout.resume();
  return { name: `:${String(number).trim()}`, server };
}

let display = null;

/** Ends what all browsers shared. */
export async function stopDisplay() {
  if (!display) return;
  const { server } = await display;
  display = null;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  await gone;
}

/** Starts WebKit with the profile in this folder. */
export async function startWebKit(folder) {
  display ??= startDisplay();
  const port = await freePort();
  const { child, kill } = startGroup("dbus-run-session", ["--", "WebKitWebDriver", `--port=${port}`], {
    ...ENVIRONMENT,
    DISPLAY: (await display).name,
  });
  try {
    return { ...(await connect(child, `http://127.0.0.1:${port}`, folder)), kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function connect(child, address, folder) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  await ready(address, child, () => output);
  const capabilities = {
    alwaysMatch: {
      pageLoadStrategy: "none",
      "webkitgtk:browserOptions": { binary: "/usr/bin/python3", args: [BROWSER, folder] },
    },
  };
  const { sessionId } = await command(address, "POST", "/session", { capabilities }, START);
  const session = (method, path, body) => command(address, method, `/session/${sessionId}${path}`, body);
  const tabOf = (handle) => new Tab(driver(session, handle, folder));
  return {
    tab: tabOf(await session("GET", "/window")),
    newTab: async () => tabOf((await session("POST", "/window/new", { type: "tab" })).handle),
    /** What the pages and the engine wrote to the console so far. */
    console: () => output.split("\n").filter((line) => line.includes("CONSOLE")),
  };
}

async function ready(address, child, output) {
  const deadline = Date.now() + START;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`WebKitWebDriver ended: ${output()}`);
    if (Date.now() > deadline) throw new Error(`WebKitWebDriver did not start: ${output()}`);
    try {
      if ((await command(address, "GET", "/status")).ready) return;
    } catch {
      // It does not listen yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
