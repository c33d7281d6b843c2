// Who breaks things: faults in the order that the seed gives.
const PLACES = [
  { method: "POST", path: "/v1/renewals/*/payments" },
  { method: "POST", path: "/v1/payments/*/refresh" },
  { method: "POST", path: "/v1/payments/*/cancel" },
  { method: "POST", path: "/v1/renewals/*/quotes" },
  { method: "GET", path: "/v1/renewals/*" },
  { path: "/v1/payments/" },
  { path: "/v1/" },
  { method: "POST", path: "/pay/*" },
];

const DAMAGES = [
  () => ({ fault: "drop_before" }),
  () => ({ fault: "drop_after" }),
  (dice) => ({ fault: "delay", ms: 50 + dice.below(1500) }),
  () => ({ fault: "duplicate" }),
  (dice) => ({ fault: "status", status: dice.pick([500, 502, 503]), when: dice.pick(["before", "after"]) }),
  () => ({ fault: "status", status: 429, retryAfter: 1 }),
  (dice) => ({ fault: "truncate", short: dice.next() < 0.5 }),
  () => ({ fault: "html" }),
];

const EVENTS = [
  () => ({ fault: "hold" }),
  () => ({ fault: "release" }),
  () => ({ fault: "reorder" }),
  (dice) => ({ fault: "repeat", n: 1 + dice.below(4) }),
  (dice) => ({ fault: "price", percent: 80 + dice.below(60) }),
  () => ({ fault: "purge_keys" }),
  () => ({ fault: "restart" }),
];

/** Breaks something; `log` has what the checker needs to know of it. */
export async function injectFault(sandbox, dice, log, versions) {
  const roll = dice.next();
  if (roll < 0.65) {
    const damage = dice.pick(DAMAGES)(dice);
    await sandbox.injectFaults({ ...damage, ...dice.pick(PLACES), times: 1 + dice.below(3) });
  } else if (roll < 0.9) {
    await sandbox.injectFaults(dice.pick(EVENTS)(dice));
  } else if (roll < 0.98) {
    await handOver(sandbox, log, dice.pick(["oleg", "nadia", "nadia"]));
  } else {
    await agree(sandbox, log, `2027.${versions.next++}`);
  }
}

/** Who may pay from now on. */
export async function handOver(sandbox, log, person) {
  const end = log.invoke("role", { ids: { person } });
  await sandbox.injectFaults({ fault: "role", organization: "org-cedar", contact: `con-${person}` });
  end("ok");
}

/** Another version of the agreement comes into force. */
async function agree(sandbox, log, version) {
  const end = log.invoke("agreement", { ids: { version } });
  await sandbox.injectFaults({ fault: "agreement", version });
  end("ok");
}
