CREATE TABLE checked_ballots (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    credential TEXT NOT NULL,
    -- SHA-256 of the ballot that the page revealed.
    tracker TEXT NOT NULL,
    PRIMARY KEY (uuid, credential)
)
