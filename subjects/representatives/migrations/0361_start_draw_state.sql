INSERT INTO draw_state (id, stage, changes, activity, sessions, people, root, seed) VALUES (1, 'planned', 0, '', 0, 0, '', '')
