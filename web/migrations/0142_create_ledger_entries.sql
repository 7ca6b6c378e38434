CREATE TABLE ledger_entries (
    position BIGINT NOT NULL PRIMARY KEY,
    entry TEXT NOT NULL
)
