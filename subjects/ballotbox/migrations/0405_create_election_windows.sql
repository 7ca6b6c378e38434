CREATE TABLE election_windows (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    opened_at BIGINT NOT NULL,
    -- Pages stop then; the last byte of an upload may come until the plan's grace is over.
    closes_at BIGINT NOT NULL,
    -- NULL while it is open.
    closed_at BIGINT
)
