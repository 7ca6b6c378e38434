CREATE UNIQUE INDEX election_proposals_one_open ON election_proposals (uuid, act) WHERE state = 'open'
