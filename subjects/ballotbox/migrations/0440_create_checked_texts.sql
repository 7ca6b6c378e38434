CREATE TABLE checked_texts (
    -- What a page revealed of a ballot (检查): no vote, and public, so that a second device computes it again.
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- SHA-256 of the ballot, in hexadecimal digits.
    tracker TEXT NOT NULL,
    ballot TEXT NOT NULL,
    revealed TEXT NOT NULL,
    PRIMARY KEY (uuid, tracker)
)
