CREATE TABLE ledger_tiles (
    level BIGINT NOT NULL,
    tile BIGINT NOT NULL,
    width BIGINT NOT NULL,
    hashes TEXT NOT NULL,
    PRIMARY KEY (level, tile)
)
