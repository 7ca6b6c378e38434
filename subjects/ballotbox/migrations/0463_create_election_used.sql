CREATE TABLE election_used (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    venue TEXT NOT NULL,
    -- Cards of the venue that a ballot was cast with, as the card maker counted offline. A number, never which.
    used BIGINT NOT NULL,
    PRIMARY KEY (uuid, venue)
)
