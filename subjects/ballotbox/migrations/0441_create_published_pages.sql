CREATE TABLE published_pages (
    -- The files of the ballot page as they last entered the ledger; at most one row.
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Path and SHA-256 of each, as in the statement.
    files TEXT NOT NULL
)
