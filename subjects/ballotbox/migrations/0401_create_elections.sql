CREATE TABLE elections (
    uuid TEXT NOT NULL PRIMARY KEY,
    -- From 1.
    session BIGINT NOT NULL,
    -- Made with throw-away keys, to try everything out.
    dry_run BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('made', 'carded', 'open', 'closed', 'released', 'void')),
    -- The exact bytes, which are UTF-8, of election.json and trustees.json.
    election TEXT NOT NULL,
    trustees TEXT NOT NULL,
    -- What signs receipts: the box's Ed25519 public key, in hexadecimal digits.
    receipt_key TEXT NOT NULL
)
