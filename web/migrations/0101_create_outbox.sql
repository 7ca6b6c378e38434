CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('sms', 'email', 'wechat')),
    purpose TEXT NOT NULL,
    -- Recipient, subject and body, sealed with the server's key; erased once the message is sent.
    content TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
    attempts BIGINT NOT NULL,
    queued_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    sent_at BIGINT,
    -- The worker that is sending it, until when no other one may.
    lease TEXT,
    leased_until BIGINT NOT NULL,
    failure TEXT,
    CHECK (content IS NOT NULL OR state = 'sent')
)
