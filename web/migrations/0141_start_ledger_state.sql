INSERT INTO ledger_state (id, origin, queued, size, edge, checkpoint, audit_position) VALUES (1, '', 0, 0, '', '', 0)
