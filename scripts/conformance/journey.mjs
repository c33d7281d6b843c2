// The way to the state that a check begins in: a renewal of the test organization, filled up to a step, or paid for.
import { randomUUID } from "node:crypto";
import { Blocked, inWords, slugOf } from "./api.mjs";

/** Where each step is sent to, in order. */
const STEPS = ["requirements", "profile", "signature", "location", "level", "payment-method"];
/** Refusals that tell of the organization or the sign-in, and not of a mistake of the API. */
const STATES = {
  "requirement-short": "its requirements are not met",
  "window-not-open": "its renewal window has not opened",
  "membership-lapsed": "its membership has lapsed",
  "membership-suspended": "its membership is suspended",
  "verification-pending": "it is being verified",
  "already-paid": "it has renewed already",
  "not-primary-contact": "TOKEN is not of its Primary Program Contact",
  "reauth-required": "TOKEN's sign-in is too long ago for signing and paying: take a token of a new one",
};

/** A new idempotency key. */
export const newKey = () => `conformance-${randomUUID()}`;

/** The answer, where it is what is needed to go on. */
export function needed(answer, what) {
  const isDone = answer.status >= 200 && answer.status < 300;
  if (isDone && (answer.status === 204 || typeof answer.json === "object")) return answer;
  if (isDone) throw new Blocked(`${what} was answered with ${answer.status} and no JSON`, { answer, isFault: true });
  const state = STATES[slugOf(answer)];
  const told = `${what} was answered with ${inWords(answer)}`;
  throw new Blocked(state ? `the organization cannot renew: ${state} (${told})` : told, { answer, isFault: state === undefined });
}

export class Journey {
  #account;
  #live;

  /** `organization` is the id of the test organization; the first in which TOKEN is the Primary Program Contact without it. */
  constructor(api, { organization } = {}) {
    this.api = api;
    this.wanted = organization;
  }

  async account(as = "TOKEN") {
    if (as !== "TOKEN") return needed(await this.api.send("GET", "/account", { as }), `GET /account with ${as}`).json;
    this.#account ??= needed(await this.api.send("GET", "/account"), "GET /account").json;
    return this.#account;
  }

  /** The test organization, as the account names it. */
  async organization() {
    const { organizations = [] } = await this.account();
    const isTheirs = ({ id, roles = [] }) => (this.wanted ? id === this.wanted : roles.includes("primary_program_contact"));
    const found = organizations.find(isTheirs);
    if (!found) throw new Blocked("TOKEN has no organization of which it is the Primary Program Contact");
    return found;
  }

  async membership() {
    const { id } = await this.organization();
    return needed(await this.api.send("GET", `/organizations/${id}/membership`), "GET membership");
  }

  async profile() {
    const { id } = await this.organization();
    return needed(await this.api.send("GET", `/organizations/${id}/profile`), "GET profile");
  }

  /** The renewal as it is now. */
  async read(renewal) {
    return needed(await this.api.send("GET", `/renewals/${renewal}`), "GET renewal");
  }

  /** Removes the renewal that is under way, after its open payment. */
  async clear() {
    if (!this.#live) return;
    const { json } = await this.read(this.#live);
    if (json.payment && ["open", "processing"].includes(json.payment.status)) {
      needed(await this.api.send("POST", `/payments/${json.payment.id}/cancel`), "cancelling the payment that is open");
    }
    needed(await this.api.send("DELETE", `/renewals/${this.#live}`), "DELETE renewal");
    this.#live = undefined;
  }

  /** A new renewal with nothing in it; answers its id. */
  async start() {
    const { id } = await this.organization();
    const start = async () => needed(await this.api.send("POST", `/organizations/${id}/renewals`, { body: {} }), "POST renewals");
    await this.clear();
    let answer = await start();
    this.#live = answer.json?.id;
    if (answer.status === 200) {
      await this.clear();
      answer = await start();
      this.#live = answer.json?.id;
    }
    if (!this.#live) throw new Blocked("POST renewals answered with no renewal", { answer, isFault: true });
    return this.#live;
  }

  /** A new renewal in which every step before this one is complete; `review` is after all of them. */
  async startAt(step) {
    const renewal = await this.start();
    const until = step === "review" ? STEPS.length : STEPS.indexOf(step);
    for (const one of STEPS.slice(0, until)) await this.fill(renewal, one);
    return renewal;
  }

  /** Completes a step at the tag that GET gives, so that a tag which a change gave wrongly stands in no other check's way. */
  async fill(renewal, step) {
    return needed(await this.put(renewal, step, await this.bodyOf(renewal, step)), `PUT ${step}`);
  }

  /** Sends a step at the tag that the renewal has now. */
  async put(renewal, step, body) {
    const { etag } = await this.read(renewal);
    return this.api.send("PUT", `/renewals/${renewal}/${step}`, { body, ifMatch: etag });
  }

  /** What a step is sent, of what the API offers. */
  async bodyOf(renewal, step) {
    const { id } = await this.organization();
    const list = async (path) => needed(await this.api.send("GET", path), `GET ${path}`).json;
    switch (step) {
      case "requirements":
        return { confirmed: true };
      case "profile":
        return { profileEtag: (await this.profile()).etag };
      case "signature":
        return this.signatureOf((await this.agreement()).json);
      case "location":
        return { locationId: (await list(`/organizations/${id}/locations`)).locations[0].id };
      case "level": {
        const [level] = await this.levels(renewal);
        return { levelId: level.id };
      }
      case "payment-method": {
        const [method] = await this.methods(renewal);
        return method;
      }
      default:
        throw new Error(`no step ${step}`);
    }
  }

  /** The agreement that applies to the organization. */
  async agreement(language = "en") {
    const { country } = (await this.profile()).json;
    return needed(await this.api.send("GET", `/agreements/current?country=${country}&language=${language}`), "GET agreement");
  }

  /** The signature of an agreement by the person of TOKEN. */
  async signatureOf({ id, version, language, digest }) {
    const { person } = await this.account();
    const name = person.name || "Conformance Test";
    return { agreementId: id, version, language, digest, name, nameDiffers: true, title: "Managing Director", authority: true, accepted: true };
  }

  /** The levels that can be chosen, the present one first. */
  async levels(renewal) {
    const { levels } = needed(await this.api.send("GET", `/renewals/${renewal}/levels`), "GET levels").json;
    const open = levels.filter(({ available }) => available).sort((a, b) => Number(b.current) - Number(a.current));
    if (open.length === 0) throw new Blocked("no level can be chosen at the first location");
    return open;
  }

  /** The ways to pay that are offered, as a renewal names them; a card first, because it moves no money by itself. */
  async methods(renewal) {
    const { methods } = needed(await this.api.send("GET", `/renewals/${renewal}/payment-methods`), "GET payment-methods").json;
    const all = methods.map(({ id }) => ({ method: id, purchaseOrderNumber: id === "purchase_order" ? "PO-CONFORMANCE" : null }));
    return all.sort((a, b) => Number(b.method === "card") - Number(a.method === "card"));
  }

  /** The price of a renewal at its review. */
  async quote(renewal) {
    return needed(await this.api.send("POST", `/renewals/${renewal}/quotes`, { body: {} }), "POST quotes").json;
  }

  /** Pays a quote, or tries to. */
  pay(renewal, { id, total }, key = newKey(), more = {}) {
    return this.api.send("POST", `/renewals/${renewal}/payments`, { body: { quoteId: id, amount: total }, key, ...more });
  }
}
