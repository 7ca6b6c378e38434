CREATE TABLE election_credentials (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- The public key, as it stands in the list. No venue, no time, no person.
    credential TEXT NOT NULL,
    -- Why it can no longer vote; 'no' while it can.
    revoked TEXT NOT NULL CHECK (revoked IN ('no', 'left', 'void', 'late-void', 'checked')),
    PRIMARY KEY (uuid, credential)
)
