CREATE TABLE election_results (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    -- How often each answer of each question was chosen, as JSON.
    result TEXT NOT NULL,
    -- The whole archive as base64.
    archive TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    released_at BIGINT NOT NULL
)
