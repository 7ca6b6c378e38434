CREATE TABLE election_venues (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    venue TEXT NOT NULL,
    -- Cards made for the venue, and the SHA-256 of the list of their public credentials, which stays with the card maker.
    printed BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    -- Counted before the window opens; NULL before that.
    left_over BIGINT,
    void BIGINT,
    PRIMARY KEY (uuid, venue)
)
