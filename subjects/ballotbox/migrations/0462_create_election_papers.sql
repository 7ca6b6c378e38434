CREATE TABLE election_papers (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- A venue that may vote on paper forms, and why.
    venue TEXT NOT NULL,
    reason TEXT NOT NULL,
    permitted_at BIGINT NOT NULL,
    -- How many were keyed in, counted by two desks; NULL before that. Nothing tells which ballots.
    keyed BIGINT,
    PRIMARY KEY (uuid, venue)
)
