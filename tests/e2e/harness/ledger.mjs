// The sandbox's ledger: what the payment provider has really captured.

/** All captured payments. */
export async function ledger(sandbox) {
  const answer = await fetch(`${sandbox.pay}/ledger`);
  if (!answer.ok) throw new Error(`the ledger answered ${answer.status}`);
  const { captures } = await answer.json();
  return captures;
}
