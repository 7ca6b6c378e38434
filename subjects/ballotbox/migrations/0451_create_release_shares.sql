CREATE TABLE release_shares (
    opening TEXT NOT NULL REFERENCES release_openings (id),
    place BIGINT NOT NULL,
    -- A share, sealed with a key of the server's secrets; gone with the transaction that publishes or gives up.
    sealed TEXT NOT NULL,
    PRIMARY KEY (opening, place)
)
