CREATE UNIQUE INDEX election_proposals_one_open ON election_proposals (about, act, part) WHERE state = 'open'
