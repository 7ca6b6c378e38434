CREATE TABLE election_archive_parts (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- From 1. First everything up to the encrypted total, which is public and which trustees open; the parts of the opening follow
    -- at the release.
    part BIGINT NOT NULL,
    -- The bytes as base64.
    content TEXT NOT NULL,
    PRIMARY KEY (uuid, part)
)
