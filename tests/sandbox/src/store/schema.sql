CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE organization (
    id TEXT PRIMARY KEY,
    partner_id TEXT NOT NULL UNIQUE,
    membership_date TEXT NOT NULL,
    level TEXT NOT NULL,
    suspended INTEGER NOT NULL DEFAULT 0,
    verification TEXT NOT NULL DEFAULT 'accepted' CHECK (verification IN ('pending', 'accepted', 'rejected')),
    competencies TEXT NOT NULL,
    profile TEXT NOT NULL,
    profile_changed TEXT NOT NULL,
    -- First day of the suspension, or of a verification that is not accepted.
    held_since TEXT,
    -- Day of the last change that is verified; absent where there was none.
    reverified_since TEXT
) STRICT;

CREATE TABLE location (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organization (id),
    kind TEXT NOT NULL CHECK (kind IN ('hq', 'branch')),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    country TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    -- What the address is made of; absent in rows from before it was written down.
    fields TEXT,
    closed_at TEXT
) STRICT;

CREATE TABLE contact (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organization (id),
    person TEXT,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    roles TEXT NOT NULL,
    -- The last invitation of who was invited.
    invited_at TEXT
) STRICT;

CREATE TABLE renewal (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL REFERENCES organization (id),
    term TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'active', 'cancelled')),
    reference TEXT UNIQUE,
    requirements_at TEXT,
    profile_at TEXT,
    profile_etag TEXT,
    signature INTEGER REFERENCES signature (number),
    location TEXT REFERENCES location (id),
    level TEXT,
    method TEXT,
    order_number TEXT,
    voided INTEGER NOT NULL DEFAULT 0,
    level_cleared INTEGER NOT NULL DEFAULT 0,
    -- Absent in rows from before it was written down.
    started_by TEXT,
    started_at TEXT,
    -- When a step was last saved; absent in rows from before it was written down.
    saved_at TEXT,
    -- Level of the organization before it was paid, to which a refund leads back.
    previous_level TEXT
) STRICT;

-- One renewal per organization and term, unless it was cancelled.
CREATE UNIQUE INDEX one_renewal_per_term ON renewal (organization, term) WHERE state <> 'cancelled';

CREATE TABLE signature (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    renewal TEXT NOT NULL,
    person TEXT NOT NULL,
    organization_name TEXT NOT NULL,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    statement TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    -- Absent in rows from before it was written down; part of the hash where it is there.
    account_name TEXT,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER signature_is_evidence_update BEFORE UPDATE ON signature
BEGIN SELECT RAISE (ABORT, 'a signature is never changed'); END;
CREATE TRIGGER signature_is_evidence_delete BEFORE DELETE ON signature
BEGIN SELECT RAISE (ABORT, 'a signature is never deleted'); END;

-- Every version of the agreement that is or was in force, with its exact text.
CREATE TABLE agreement (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    -- Number of the last signature before it came into force: the chain, not the clock, says what was signed under it.
    last_before INTEGER NOT NULL
) STRICT;

CREATE TRIGGER agreement_is_evidence_update BEFORE UPDATE ON agreement
BEGIN SELECT RAISE (ABORT, 'an agreement is never changed'); END;
CREATE TRIGGER agreement_is_evidence_delete BEFORE DELETE ON agreement
BEGIN SELECT RAISE (ABORT, 'an agreement is never deleted'); END;

CREATE TABLE quote (
    id TEXT PRIMARY KEY,
    renewal TEXT NOT NULL REFERENCES renewal (id),
    location TEXT NOT NULL,
    level TEXT NOT NULL,
    method TEXT NOT NULL,
    order_number TEXT,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The promotion code it was asked with, in capitals.
    promotion TEXT
) STRICT;

CREATE TABLE payment (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    renewal TEXT NOT NULL REFERENCES renewal (id),
    quote TEXT NOT NULL REFERENCES quote (id),
    person TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('card', 'bank_transfer', 'purchase_order')),
    status TEXT NOT NULL
        CHECK (status IN ('open', 'processing', 'succeeded', 'declined', 'cancelled', 'expired')),
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    session TEXT,
    expires_at TEXT NOT NULL,
    deadline TEXT,
    order_number TEXT,
    decline_reason TEXT,
    paid_at TEXT,
    receipt TEXT UNIQUE,
    -- The signature that counted when it was made.
    signature INTEGER NOT NULL REFERENCES signature (number),
    -- What the provider said has arrived and was not sent back.
    received INTEGER NOT NULL DEFAULT 0,
    -- Code of the payment link that it was made by; absent for an own one.
    link TEXT
) STRICT;

-- The guard against paying twice: whatever the callers do, one payment of a renewal is alive or successful.
CREATE UNIQUE INDEX one_live_payment ON payment (renewal) WHERE status IN ('open', 'processing', 'succeeded');

-- Proof that a transfer was ordered, as it was sent; a later one takes its place.
CREATE TABLE proof (
    payment TEXT PRIMARY KEY REFERENCES payment (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    received_at TEXT NOT NULL
) STRICT;

CREATE TABLE idempotency (
    person TEXT NOT NULL,
    renewal TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    payment TEXT NOT NULL REFERENCES payment (id),
    PRIMARY KEY (person, renewal, key)
) STRICT;

CREATE TABLE webhook_event (id TEXT PRIMARY KEY) STRICT;

-- The payment provider's own tables. The program's API reaches them only through the provider's functions.
CREATE TABLE provider_session (
    id TEXT PRIMARY KEY,
    merchant_key TEXT NOT NULL UNIQUE,
    merchant TEXT NOT NULL,
    description TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'challenge', 'processing', 'paid', 'declined', 'cancelled', 'expired')),
    decline_reason TEXT,
    last4 TEXT,
    expires_at TEXT NOT NULL,
    -- Where the page leads back to, when not to where it usually does.
    return_address TEXT
) STRICT;

CREATE TABLE provider_capture (
    id TEXT PRIMARY KEY,
    merchant_key TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    captured_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER capture_is_evidence_update BEFORE UPDATE ON provider_capture
BEGIN SELECT RAISE (ABORT, 'a capture is never changed'); END;
CREATE TRIGGER capture_is_evidence_delete BEFORE DELETE ON provider_capture
BEGIN SELECT RAISE (ABORT, 'a capture is never deleted'); END;

-- Money sent back: a capture at a time, each once.
CREATE TABLE provider_refund (
    capture TEXT PRIMARY KEY REFERENCES provider_capture (id),
    refunded_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER refund_is_evidence_update BEFORE UPDATE ON provider_refund
BEGIN SELECT RAISE (ABORT, 'a refund is never changed'); END;
CREATE TRIGGER refund_is_evidence_delete BEFORE DELETE ON provider_refund
BEGIN SELECT RAISE (ABORT, 'a refund is never deleted'); END;
