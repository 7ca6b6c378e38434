CREATE TABLE election_totals (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    ballots BIGINT NOT NULL,
    -- SHA-256 of the encrypted total.
    sha256 TEXT NOT NULL
)
