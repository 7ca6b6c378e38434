CREATE UNIQUE INDEX draw_proposals_one_open ON draw_proposals (act) WHERE state = 'open'
