// What the golden bodies must agree on beyond their schemas: digests, sums, dates, shapes, the order of steps.
import { createHash } from "node:crypto";
import { check, equal } from "./report.mjs";

const DAY = 86_400_000;
const STEPS = ["requirements", "profile", "agreement", "location", "level", "payment", "review"];
const DONE_BY = { requirements: "requirements", profile: "profile", agreement: "signature", location: "location", level: "level", payment: "paymentMethod" };
const STATUS_OF_PAYMENT = { open: "awaiting_payment", processing: "processing", succeeded: "active" };
const REFUNDS_OF_ORDER = { paid: ["possible", "over"], refund_requested: ["requested"], refunded: ["done"] };
const ACTION_OF_BLOCKER = {
  not_primary_contact: "contact_primary",
  window_not_open: "wait",
  lapsed: "enrollment",
  suspended: "contact_support",
  requirement_short: "competencies",
  verification_pending: "wait",
  verification_rejected: "verification",
  already_renewed: "confirmation",
};

/** SHA-256 of a text in UTF-8, in hex. */
export const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const addDays = (date, days) => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
const addYear = (date) => `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`;

/** SHA-256 of the exact text of an agreement, by the rule of the contract. */
export function digestOf({ title, sections }) {
  const parts = sections.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]);
  return sha256([title, ...parts].join("\n\n"));
}

/** The evidence in the document of a signature, by the names of its lines, and the text between its lines of dashes. */
export function evidenceOf(document) {
  const [, text, rest] = /^----- BEGIN TEXT -----\n(.*)\n----- END TEXT -----\n\n(.*)$/s.exec(document) ?? [];
  const lines = (rest ?? "").split("\n\n")[0].split("\n").map((line) => /^([^:]+): (.*)$/.exec(line));
  return { text: text ?? "", lines: Object.fromEntries(lines.map((found) => [found?.[1], found?.[2]])) };
}

/** The document of a signature says what was signed, and can be checked by whoever has it. */
function signatureDocument(document, { id, organization, signature }) {
  const { text, lines } = evidenceOf(document);
  const named = {
    "SHA-256": sha256(text),
    Agreement: signature.agreementId,
    Version: signature.version,
    Language: signature.language,
    Signer: signature.name,
    "Account name": signature.accountName,
    Title: signature.title,
    "Signed at": signature.signedAt,
    Signature: signature.id,
    Organization: organization.name,
    Renewal: id,
  };
  for (const [name, value] of Object.entries(named)) equal(`signature document ${name}`, lines[name], value);
  equal("signature document digest", lines["SHA-256"], signature.digest);
  const names = ["Signature", "Renewal", "Account", "Organization", "Agreement", "Version", "Language", "SHA-256", "Signer", "Title", "Statement", "Signed at", "Account name"];
  const link = JSON.stringify([lines["Previous hash"], names.map((name) => lines[name])]);
  equal("signature document hash", lines.Hash, sha256(link));
}

/** Does a text have a shape? 9 digit, A letter, * either, anything else itself. */
function hasShape(text, shape) {
  const bare = text.replace(/[\s.-]/g, "").toUpperCase();
  const fits = { 9: /^[0-9]$/, A: /^[A-Z]$/, "*": /^[0-9A-Z]$/ };
  return bare.length === shape.length && [...shape].every((s, i) => (fits[s] ? fits[s].test(bare[i]) : s === bare[i]));
}

function statusByDays({ daysLeft, windowDays, graceDays }) {
  if (daysLeft >= windowDays) return "not_due";
  if (daysLeft >= 0) return "due";
  return daysLeft >= -graceDays ? "grace" : "lapsed";
}

function membership(name, body) {
  const { membershipDate, asOf, windowDays, graceDays, daysLeft, blockers, currentRenewal } = body;
  equal(`${name} daysLeft`, addDays(asOf, daysLeft), membershipDate);
  equal(`${name} windowOpens`, body.windowOpens, addDays(membershipDate, 1 - windowDays));
  equal(`${name} graceEnds`, body.graceEnds, addDays(membershipDate, graceDays));
  check(`${name} status`, body.status === "suspended" || body.status === statusByDays(body), body.status);
  equal(`${name} mayRenew`, body.mayRenew, blockers.every(({ code }) => code === "requirement_short"));
  for (const { code, action, since } of blockers) {
    // Since the day on which the company asked to enroll again.
    const isAsked = code === "lapsed" && since !== undefined;
    equal(`${name} way out of ${code}`, action, isAsked ? "enrollment_requested" : ACTION_OF_BLOCKER[code]);
  }
  const renewed = ["awaiting_payment", "active"].includes(currentRenewal?.status) && currentRenewal.nextStep === "done";
  const { awaited, status, refundRequested = false } = currentRenewal ?? {};
  check(`${name} awaited`, !awaited || (status === "awaiting_payment" && awaited.amount.amount > 0), status);
  check(`${name} refundRequested`, !refundRequested || status === "active", status);
  equal(`${name} already_renewed`, blockers.some(({ code }) => code === "already_renewed"), renewed);
}

/** What follows from the details of a requirement, and those of its ways. */
function requirement(name, { state, kind, missing, people, references, ways }) {
  check(`${name} missing`, missing === null ? state !== "short" : ["short", "unknown"].includes(state), state);
  for (const [of, told] of Object.entries({ people, references, alternatives: ways })) {
    equal(`${name} has ${of}`, told !== undefined, kind === of);
  }
  for (const { name: person, counts, countsIn, missingExams } of people ?? []) {
    check(`${name} ${person} counts`, !counts || (countsIn === null && missingExams.length === 0));
  }
  for (const { id, state: said, sentOn, resendFrom, reason } of references ?? []) {
    equal(`${name} ${id} resendFrom`, resendFrom, said === "awaiting" ? addDays(sentOn, 7) : null);
    check(`${name} ${id} reason`, reason === null || said === "rejected");
  }
  if (ways) equal(`${name} ways`, state === "met", ways.some((way) => way.state === "met"));
  for (const way of ways ?? []) for (const one of way.requirements) requirement(`${name} ${way.name}`, one);
}

function competencies(name, body) {
  for (const { id, expiresOn, ifRenewed, requirements } of body.competencies) {
    const states = requirements.map(({ state }) => state);
    const { result, level } = ifRenewed;
    equal(`${name} ${id} level`, level !== null, result === "lowered");
    equal(`${name} ${id} lacks something`, result !== "kept", states.some((state) => ["short", "unknown"].includes(state)));
    for (const one of requirements) requirement(`${name} ${one.id}`, one);
    for (const { certificates } of requirements.flatMap(({ people }) => people ?? [])) {
      for (const { endsOn, endsBefore } of certificates) equal(`${name} ${id} endsBefore`, endsBefore, endsOn !== null && endsOn < expiresOn);
    }
  }
}

function country(name, body) {
  equal(`${name} country`, body.country, name.split(".")[1]);
  const ids = body.sections.flatMap(({ fields }) => fields.map(({ id }) => id));
  equal(`${name} fields once each`, new Set(ids).size, ids.length);
  for (const field of body.sections.flatMap(({ fields }) => fields)) {
    const { id, example, shapes, options, kind, maxLength } = field;
    equal(`${name} ${id} options`, options.length > 0, kind === "select");
    check(`${name} ${id} example`, example === "" || shapes.length === 0 || shapes.some((s) => hasShape(example, s)), example);
    check(`${name} ${id} length`, example.length <= maxLength && shapes.every((s) => s.length <= maxLength));
  }
}

function sums(name, { lines, taxLines, total }) {
  const net = lines.reduce((sum, { amount }) => sum + amount.amount, 0);
  const tax = taxLines.reduce((sum, { amount }) => sum + amount.amount, 0);
  equal(`${name} total`, total.amount, net + tax);
  for (const line of taxLines) {
    const exact = (net * line.rateBasisPoints) / 10_000;
    // Programs round up, down or to the nearest unit, as the law of the country says.
    check(`${name} ${line.name}`, Math.abs(line.amount.amount - exact) < 1, `${line.amount.amount} is not ${exact}`);
  }
  const currencies = [...lines, ...taxLines].map(({ amount }) => amount.currency);
  check(`${name} one currency`, currencies.every((code) => code === total.currency));
}

function payment(name, { method, status, amount, sessionUrl, declineReason, bankTransfer, purchaseOrder, receivedAmount, proof, expiresAt }) {
  equal(`${name} sessionUrl`, sessionUrl !== null, method === "card" && status === "open");
  equal(`${name} declineReason`, declineReason !== null, status === "declined");
  equal(`${name} bankTransfer`, bankTransfer !== null, method === "bank_transfer");
  equal(`${name} purchaseOrder`, purchaseOrder !== null, method === "purchase_order");
  equal(`${name} received all`, receivedAmount !== null && receivedAmount.amount >= amount.amount, method !== "card" && status === "succeeded");
  check(`${name} received currency`, receivedAmount === null || receivedAmount.currency === amount.currency);
  check(`${name} proof`, proof === null || method === "bank_transfer");
  const deadline = (bankTransfer ?? purchaseOrder)?.deadline;
  if (deadline) equal(`${name} deadline`, expiresAt.slice(0, 10), deadline);
}

function renewal(name, body) {
  const voided = body.notices.includes("signature_voided");
  const missing = STEPS.find((step) => DONE_BY[step] && body[DONE_BY[step]] === null) ?? "review";
  const live = body.payment && STATUS_OF_PAYMENT[body.payment.status];
  const finished = live === "active" || (live === "awaiting_payment" && body.payment.method !== "card");
  equal(`${name} nextStep`, body.nextStep, finished ? "done" : missing);
  equal(`${name} status`, body.status, live || (body.signature ? "signed" : "draft"));
  equal(`${name} reference`, body.reference !== null, body.payment !== null);
  equal(`${name} level cleared`, body.notices.includes("level_cleared"), body.level === null && body.paymentMethod !== null);
  check(`${name} signature voided`, !voided || body.signature === null);
  if (body.payment) {
    payment(`${name} payment`, body.payment);
    equal(`${name} payment's renewal`, body.payment.renewal, body.id);
    equal(`${name} payment's method`, body.payment.method, body.paymentMethod.method);
  }
}

function confirmation(name, body, goldens) {
  const renewed = goldens["get-renewal.active.200"];
  sums(name, body);
  payment(`${name} payment`, body.payment);
  equal(`${name} new date`, body.newMembershipDate, addYear(body.previousMembershipDate));
  const { windowDays } = goldens["get-membership.due.200"];
  equal(`${name} windowOpens`, body.windowOpens, addDays(body.newMembershipDate, 1 - windowDays));
  equal(`${name} amount`, body.payment.amount, body.total);
  equal(`${name} method`, body.method, body.payment.method);
  equal(`${name} paid`, body.payment.status === "succeeded", body.state === "paid");
  equal(`${name} paidAt`, body.paidAt !== null, body.state === "paid");
  equal(`${name} receipt`, body.receiptNumber !== null, body.state === "paid");
  for (const part of ["organization", "signature", "location", "reference"]) equal(`${name} ${part}`, body[part], renewed[part]);
}

/** A price, with a discount where a promotion code is accepted. */
function quote(name, body) {
  sums(name, body);
  check(`${name} total`, body.total.amount >= 0);
  equal(`${name} has a discount`, body.lines.some(({ amount }) => amount.amount < 0), body.promotion?.state === "accepted");
  check(`${name} is exempt`, body.taxExemption?.state !== "accepted" || body.taxLines.length === 0);
}

/** A letter that is issued has a code, and was issued at some time. */
function letter(name, { issuedAt, code }) {
  equal(`${name} is issued`, issuedAt !== null, code !== null);
  check(`${name} code has none that look alike`, !/[0O1IL]/.test(code ?? ""), code);
}

/** Whoever has asked for exemption has said why, and a reason is one for a rejection. */
function taxExemption(name, { state, ground, since, reason, certificate, canRequest }) {
  const isAsked = state !== "none";
  equal(`${name} asked for`, [ground !== null, since !== null, certificate !== null], [isAsked, isAsked, isAsked]);
  check(`${name} reason`, reason === null || state === "rejected");
  check(`${name} is asked for once`, !(canRequest && state === "accepted"));
}

/** What an order may say beside its state. */
function order(name, { state, method, total, previousMembershipDate, newMembershipDate, deadline, awaited, canCancel, canSendProof, refund, events, documents }) {
  equal(`${name} new date`, newMembershipDate, addYear(previousMembershipDate));
  equal(`${name} deadline`, deadline !== null, state === "awaiting_payment" && method !== "card");
  if (awaited) check(`${name} awaited`, deadline !== null && awaited.currency === total.currency && awaited.amount <= total.amount);
  check(`${name} can cancel or send proof`, (!canCancel && !canSendProof) || state === "awaiting_payment");
  check(`${name} refund`, refund === null || REFUNDS_OF_ORDER[state]?.includes(refund.state), refund?.state);
  const times = events.map(({ at }) => at);
  equal(`${name} events in order`, times, [...times].sort());
  check(`${name} was ordered`, events[0].code === "ordered");
  equal(`${name} receipt`, documents.includes("receipt"), ["paid", "refund_requested", "refunded"].includes(state));
}

function orders(name, body) {
  for (const one of body.orders) order(`${name} ${one.renewal}`, one);
  const dates = body.orders.map(({ events }) => events[0].at);
  equal(`${name} newest first`, dates, [...dates].sort().reverse());
}

function problem(name, body) {
  const slug = name.split(".")[1];
  equal(`${name} type`, body.type, `urn:partner-renewal:problem:${slug}`);
}

/** Which facts a body answers to, by the schema it belongs to. */
const BY_SCHEMA = { Membership: membership, Competencies: competencies, CountryRules: country, Payment: payment, Renewal: renewal, Confirmation: confirmation, Order: order, Orders: orders, Letter: letter, TaxExemption: taxExemption, Quote: quote };

/** Facts of one body. */
export function factsOf(name, schema, body, goldens) {
  if (name.startsWith("problem.")) problem(name, body);
  else BY_SCHEMA[schema]?.(name, body, goldens);
}

/** Facts that tie several bodies together. */
export function factsBetween(goldens) {
  const of = (name) => goldens[name] ?? {};
  const quote = of("post-quotes.201");
  const [en, bg] = [of("get-agreement.en.200"), of("get-agreement.bg.200")];
  for (const agreement of [en, bg]) equal(`agreement ${agreement.language} digest`, agreement.digest, digestOf(agreement));
  for (const agreement of [en, bg]) check(`agreement ${agreement.language} sections`, agreement.sections.length >= 12);
  equal("agreement languages", [en.id, en.version, en.sections.length], [bg.id, bg.version, bg.sections.length]);
  const request = of("put-signature.request");
  equal("signature request digest", request.digest, en.digest);
  equal("signature request agreement", [request.agreementId, request.version, request.language], [en.id, en.version, en.language]);
  const { signature } = of("put-signature.200");
  equal("signature digest", signature.digest, request.digest);
  equal("signer", [signature.name, signature.title], [request.name, request.title]);
  const other = of("put-signature.other-name.200").signature;
  check("signed with another name than the account's", other.name !== other.accountName);
  signatureDocument(of("get-signature-document.200"), of("put-signature.200"));
  equal("price with a code that has ended", of("post-quotes.promotion-ended.201").total, quote.total);
  equal("quote new date", quote.newMembershipDate, addYear(of("get-membership.due.200").membershipDate));
  equal("payment request", of("post-payments.request"), { quoteId: quote.id, amount: quote.total });
  for (const kind of ["card", "bank-transfer", "purchase-order"]) equal(`payment by ${kind}`, of(`post-payments.${kind}.201`).amount, quote.total);
  equal("payment link request", of("post-payment-link.request"), of("post-payments.request"));
  equal("payment link", of("get-payment-link.200"), of("post-payment-link.200"));
  for (const state of ["processing", "paid", "ended"]) {
    const [link, offer] = [of(`get-payment-link.${state}.200`), of(`get-payment-link-offer.${state}.200`)];
    equal(`payment link ${state}`, [link.state, offer.state, link.amount, offer.amount], [state, state, quote.total, quote.total]);
  }
  equal("proof sent", of("put-payment-proof.200"), of("get-payment.bank-transfer-proof.200"));
  const [printed, verified, { membershipDate, asOf }] = ["get-letter.issued.200", "get-verification.200", "get-membership.due.200"].map(of);
  equal("letter verified", [verified.name, verified.level], [printed.organization.name, printed.level.name]);
  equal("letter's days", [printed.memberUntil, verified.memberUntil, verified.asOf], [membershipDate, membershipDate, asOf]);
  equal("refund asked for", of("get-orders.refund-requested.200").orders, [of("post-refund.bank-transfer.200")]);
  const { verification, taxIdCheck, addressCheck, addressLines, ...profileSaved } = of("put-profile.200");
  equal("profile saved", profileSaved, of("put-profile.request"));
  equal("number checked", [taxIdCheck, of("get-profile.tax-id-pending.200").taxIdCheck], ["valid", "pending"]);
  equal("address lines", addressLines, [profileSaved.addressLine1, profileSaved.addressLine2, `${profileSaved.postalCode} ${profileSaved.city}`].filter(Boolean));
  equal("address checked", addressCheck, of("get-profile.200").addressCheck);
  const reverified = verification.fields.filter((field) => profileSaved[field] !== of("get-profile.200")[field]);
  equal("change is verified", verification.pendingSince !== undefined, reverified.length > 0);
  equal("profile confirmed", of("put-renewal-profile.200").profile.profileEtag, of("put-renewal-profile.request").profileEtag);
  equal("profile changed and confirmed", of("put-renewal-profile.change.request").profile, of("put-profile.request"));
  equal("location chosen", of("put-location.200").location.id, of("put-location.request").locationId);
  const { next, ...saved } = of("put-location.next.200");
  equal("saved with what comes next", [saved, next[0].body], [of("put-location.200"), of("get-levels.200")]);
  const { next: early, ...account } = of("get-account.next.200");
  equal("account with the membership", [account, early[0].body], [of("get-account.200"), of("get-membership.due.200")]);
  equal("level chosen", of("put-level.200").level.id, of("put-level.request").levelId);
  const level = of("get-levels.200").levels.find(({ id }) => id === of("put-level.request").levelId);
  equal("fee of the level", [level.available, level.fee], [true, quote.lines[0].amount]);
  for (const kind of ["card", "card-order-number", "bank-transfer", "purchase-order"]) {
    equal(`method ${kind}`, of(`put-payment-method.${kind}.200`).paymentMethod, of(`put-payment-method.${kind}.request`));
  }
  for (const list of ["get-levels.200", "get-levels.vienna.200"]) {
    for (const { id, available, reason } of of(list).levels) equal(`${list} ${id}`, available, reason === null);
  }
  const listed = of("get-countries.200").countries;
  const described = Object.keys(goldens).filter((name) => name.startsWith("get-country.")).map((name) => name.split(".")[1]);
  equal("countries", [...listed].sort(), described.sort());
}
