// How much a page holds on to.

/** Runs in the page before its scripts: keeps hold of the program's memory, which no page can reach otherwise. */
export function keepMemory() {
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await real.apply(WebAssembly, args);
      // The lazy part uses the memory of the first one, and exports none.
      globalThis.appMemory ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }
}

/** Bytes of the program's memory and of JavaScript's after a collection, nodes of the document and listeners. */
export async function measureMemory(page, devtools) {
  await devtools.send("Performance.enable");
  for (let i = 0; i < 3; i += 1) await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const { JSHeapUsedSize, Nodes, JSEventListeners } = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const wasm = await page.evaluate(() => globalThis.appMemory.buffer.byteLength);
  return { wasm, heap: JSHeapUsedSize, nodes: Nodes, listeners: JSEventListeners };
}

/** Runs in the page: goes back over two steps and forward again so many times, each time until the step is there. */
export async function cycleSteps(times) {
  const shown = () => {
    const waiting = [...document.querySelectorAll("main [role=status]")].some((one) => one.textContent.endsWith("…"));
    return waiting ? null : document.querySelector("main h1")?.textContent;
  };
  const go = async (by) => {
    const before = shown();
    history.go(by);
    while (!shown() || shown() === before) await new Promise(requestAnimationFrame);
  };
  for (let i = 0; i < times; i += 1) {
    await go(-1);
    await go(-1);
    await go(2);
  }
}

/** Runs in the page: switches to the other language and back so many times, each time until its words are there. */
export async function cycleLanguages(times) {
  const first = document.documentElement.lang;
  const heading = () => document.querySelector("main h1")?.textContent;
  for (let i = 0; i < times; i += 1) {
    for (const other of [true, false]) {
      const before = heading();
      const button = [...document.querySelectorAll("header button[lang]")].find(({ lang }) => (lang !== first) === other);
      button.click();
      while (!heading() || heading() === before) await new Promise(requestAnimationFrame);
    }
  }
}
