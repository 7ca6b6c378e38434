CREATE TABLE election_results (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    -- How often each answer of each question was chosen, as JSON.
    result TEXT NOT NULL,
    -- SHA-256 of the whole archive.
    sha256 TEXT NOT NULL,
    released_at BIGINT NOT NULL
)
