CREATE TABLE arrivals (
    -- Made by the device at each check-in, so that what is sent twice is known.
    event TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL REFERENCES seats (number),
    -- `in` counts, once a seat; `repeat` came while another one counted; `undone` never counts again, even when it is sent again.
    state TEXT NOT NULL CHECK (state IN ('in', 'repeat', 'undone')),
    -- The desk's label, and its pass or account.
    desk TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- By the device's clock, as the server understood it.
    arrived_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    undone_at BIGINT
)
