// What is signed is the exact text of the agreement, the evidence comes back, and a new legal name voids it.
import { digestOf, evidenceOf, sha256 } from "../../../tests/contract/facts.mjs";
import { rule } from "../trial.mjs";

const RULES = {
  digest: rule("schemas/reference.yaml#/Agreement", "digest is the SHA-256 of the UTF-8 of: the title, then for each section two line feeds and its heading, and for each paragraph two line feeds and the paragraph."),
  text: rule("operations/problems.yaml#/SignatureConflict", "The text signed is not the agreement that applies: agreement-changed."),
  fields: rule("operations/problems.yaml#/SignatureFields", "A signature without name, title, authority or acceptance is refused with fields."),
  evidence: rule("schemas/renewals.yaml#/Signature", "Evidence of the signature: agreement, version, language, digest, name, title and the server's time."),
  document: rule("operations/payments.yaml#/signatureDocument", "The exact text that was signed between two lines of dashes, then the evidence."),
  voided: rule("operations/organizations.yaml#/profile/put", "Changing the legal name voids a signature on a renewal that is not paid."),
};
/** How far the time of a signature may be from the kit's own, in seconds. */
const TOLERANCE = 60;

async function refusals(trial, renewal, signature) {
  const sign = (change) => trial.journey.put(renewal, "signature", { ...signature, ...change });
  const other = sha256("another text");
  trial.refused(await sign({ digest: other }), 409, "agreement-changed", RULES.text, "a signature with another digest");
  trial.refused(await sign({ version: `${signature.version}-other` }), 409, "agreement-changed", RULES.text, "a signature of another version");
  for (const change of [{ accepted: false }, { authority: false }, { name: "" }, { title: "" }]) {
    const [field] = Object.keys(change);
    const answer = await sign(change);
    if (!trial.refused(answer, 422, "fields", RULES.fields, `a signature with ${field} ${JSON.stringify(change[field])}`)) continue;
    const named = (answer.json.errors ?? []).map((error) => error.field);
    trial.expect(named.includes(field), RULES.fields, `fields names ${named.join(", ")} instead of ${field}`, answer);
  }
}

async function documentOf(trial, renewal, digest) {
  const answer = await trial.api.send("GET", `/renewals/${renewal}/documents/signature`);
  if (!trial.answered(answer, [200], RULES.document, "the document of the signature")) return;
  const { text } = evidenceOf(answer.text);
  trial.expect(sha256(text) === digest, RULES.document, `the text between the lines of dashes has the digest ${sha256(text)} instead of ${digest}`, answer);
}

async function renamed(trial, renewal) {
  const { id } = await trial.journey.organization();
  const before = await trial.journey.profile();
  const { verification, legalName } = before.json;
  const stops = (verification?.fields ?? ["legalName"]).includes("legalName") && (verification?.blocks ?? []).some((what) => what !== "letter");
  if (stops) return trial.skip("a new legal name: the program verifies it before the organization can go on");
  const put = (name, ifMatch) => trial.api.send("PUT", `/organizations/${id}/profile`, { body: { ...before.json, legalName: name }, ifMatch });
  const changed = await put(`Renamed ${legalName}`, before.etag);
  if (changed.status === 422) return trial.skip("a new legal name: the country's rules refuse the one that is tried");
  if (!trial.answered(changed, [200], RULES.voided, "another legal name")) return;
  const after = await trial.journey.read(renewal);
  const restored = await put(legalName, (await trial.journey.profile()).etag);
  trial.answered(restored, [200], RULES.voided, `the legal name ${legalName} again`);
  trial.expect(after.json.signature === null, RULES.voided, "the signature still counts after another legal name", changed);
  trial.expect((after.json.notices ?? []).includes("signature_voided"), RULES.voided, "the renewal has no notice signature_voided after another legal name", changed);
}

export default {
  name: "signature",
  title: "the exact text is signed, the evidence comes back, and a new legal name voids it",
  rules: RULES,
  async run(trial) {
    const { journey } = trial;
    const renewal = await journey.startAt("signature");
    const agreement = await journey.agreement();
    const digest = digestOf(agreement.json);
    trial.expect(agreement.json.digest === digest, RULES.digest, `the agreement's digest is ${agreement.json.digest}, and that of its text ${digest}`, agreement);
    const signature = await journey.signatureOf(agreement.json);
    await refusals(trial, renewal, signature);

    const signed = await journey.put(renewal, "signature", signature);
    if (!trial.answered(signed, [200], RULES.evidence, "a signature")) return;
    const read = await journey.read(renewal);
    const evidence = read.json.signature ?? {};
    for (const name of ["agreementId", "version", "language", "digest", "name", "title"]) {
      trial.expect(evidence[name] === signature[name], RULES.evidence, `the signature's ${name} is ${evidence[name]} instead of ${signature[name]}`, read);
    }
    const away = Math.abs(Date.parse(evidence.signedAt) - Date.now()) / 1000;
    trial.expect(away <= TOLERANCE, RULES.evidence, `signedAt is ${evidence.signedAt}, ${Math.round(away)} s from now`, read);
    trial.expect(read.json.status === "signed", RULES.evidence, `a signed renewal has the status ${read.json.status}`, read);
    await documentOf(trial, renewal, signature.digest);
    await renamed(trial, renewal);
  },
};
