CREATE INDEX tie_list_people_by_list ON tie_list_people (list_id)
