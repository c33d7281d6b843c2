// A browser and its helpers, which are ended together.
import { spawn } from "node:child_process";
import { once } from "node:events";

/** How long ended processes may take to be gone. */
const GOING = 5_000;

/** Starts a program in a process group of its own; its output can be read. */
export function startGroup(program, words, environment) {
  const child = spawn(program, words, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const gone = once(child, "exit");
  /** Ends all of the group at once, as a crash or an impatient system would, and waits until they are gone. */
  async function kill() {
    if (!signal(child.pid, "SIGKILL")) return;
    await gone;
    const deadline = Date.now() + GOING;
    while (signal(child.pid, 0) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, kill };
}

/** Whether there was a process in the group to take the signal. */
function signal(group, name) {
  try {
    return process.kill(-group, name);
  } catch (error) {
    if (error.code === "ESRCH") return false;
    throw error;
  }
}
