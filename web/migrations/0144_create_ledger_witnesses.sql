CREATE TABLE ledger_witnesses (
    name TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    signature TEXT NOT NULL,
    failure TEXT NOT NULL,
    tried_at BIGINT NOT NULL
)
