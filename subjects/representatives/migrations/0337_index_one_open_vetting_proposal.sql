CREATE UNIQUE INDEX vetting_proposals_one_open ON vetting_proposals (matter, application_id, other) WHERE state = 'open'
