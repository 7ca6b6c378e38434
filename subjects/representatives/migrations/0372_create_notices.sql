CREATE TABLE notices (
    -- Everybody of the pool, chosen or not.
    number BIGINT NOT NULL PRIMARY KEY REFERENCES draw_pool (number),
    -- Counts the links; a new one makes the old one worthless. The link's token is made from number and issue with the server's key.
    issue BIGINT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    -- Wrong tries at the last digits of the identity number.
    tries BIGINT NOT NULL,
    -- A reserve who does not want to move up.
    unavailable BOOLEAN NOT NULL,
    queued_at BIGINT,
    opened_at BIGINT,
    reminded_at BIGINT
)
