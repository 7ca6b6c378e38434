CREATE TABLE election_reconciliations (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    -- The published statement, to the last byte.
    statement TEXT NOT NULL,
    published_at BIGINT NOT NULL
)
