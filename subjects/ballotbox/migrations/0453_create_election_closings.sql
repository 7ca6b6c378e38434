CREATE TABLE election_closings (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- From 1: the hashes of all ballots take one statement or several.
    part BIGINT NOT NULL,
    -- Its place in the public ledger, from 0.
    position BIGINT NOT NULL,
    PRIMARY KEY (uuid, part)
)
