CREATE TABLE election_previews (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- When two officers recorded it.
    recorded_at BIGINT NOT NULL,
    -- The trustees who opened the total offline, from 1, with spaces between. Nothing of what they saw.
    trustees TEXT NOT NULL,
    PRIMARY KEY (uuid, recorded_at)
)
