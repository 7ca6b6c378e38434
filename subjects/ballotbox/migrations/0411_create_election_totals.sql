CREATE TABLE election_totals (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    ballots BIGINT NOT NULL,
    -- The archive up to the encrypted total as base64: what trustees open, what nobody can open alone.
    archive TEXT NOT NULL,
    -- SHA-256 of the encrypted total.
    sha256 TEXT NOT NULL
)
