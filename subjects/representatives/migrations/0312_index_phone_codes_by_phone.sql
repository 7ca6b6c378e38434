CREATE INDEX phone_codes_by_phone ON phone_codes (phone_hash, sent_at)
