-- The board shows first what is most urgent: by the deadline that is next to be met (of what waits for somebody's answer: by when it is
-- due), of what is late by the deadline that is longest overdue. Only what is open stands in these indexes. The queries in store.cpp
-- repeat the expressions and the conditions word for word, or the indexes are not found.
CREATE INDEX request_urgent ON request
  (state, coalesce(CASE WHEN state IN ('waiting_for_client', 'waiting_for_supplier') THEN owed_by ELSE coalesce(reach_due, solve_due) END, 9223372036854775807), id)
  WHERE state IN ('accepted', 'waiting_for_dispatch', 'offered', 'waiting_for_client', 'waiting_for_supplier');
CREATE INDEX request_urgent_by_programme ON request
  (programme_id, state, coalesce(CASE WHEN state IN ('waiting_for_client', 'waiting_for_supplier') THEN owed_by ELSE coalesce(reach_due, solve_due) END, 9223372036854775807), id)
  WHERE state IN ('accepted', 'waiting_for_dispatch', 'offered', 'waiting_for_client', 'waiting_for_supplier');
-- Whoever is at work has been there in time or not; what is left is to solve it. With `late` among its columns the first is a better match
-- than the indexes by state, from which the rows would have to be sorted.
CREATE INDEX request_overdue ON request
  (late, coalesce(CASE CASE WHEN state IN ('waiting_for_client', 'waiting_for_supplier') THEN resume_state ELSE state END WHEN 'in_work' THEN solve_due ELSE coalesce(reach_due, solve_due) END, 9223372036854775807), id)
  WHERE late = 1 AND state IN ('accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'in_work', 'waiting_for_client', 'waiting_for_supplier');
CREATE INDEX request_overdue_by_programme ON request
  (programme_id, late, coalesce(CASE CASE WHEN state IN ('waiting_for_client', 'waiting_for_supplier') THEN resume_state ELSE state END WHEN 'in_work' THEN solve_due ELSE coalesce(reach_due, solve_due) END, 9223372036854775807), id)
  WHERE late = 1 AND state IN ('accepted', 'waiting_for_dispatch', 'offered', 'assigned', 'travelling', 'in_work', 'waiting_for_client', 'waiting_for_supplier');
