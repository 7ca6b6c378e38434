CREATE TABLE card_scans (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- Of a card that nobody will use. No time and no order.
    credential TEXT NOT NULL,
    -- Where it lies; forgotten when the count is confirmed.
    venue TEXT NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('left', 'void', 'late-void')),
    PRIMARY KEY (uuid, credential)
)
