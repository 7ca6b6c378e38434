CREATE TABLE election_shares (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    trustee BIGINT NOT NULL,
    -- Posted before the release; the share itself comes with the release.
    sha256 TEXT NOT NULL,
    share TEXT,
    PRIMARY KEY (uuid, trustee)
)
