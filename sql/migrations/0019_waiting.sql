-- What waits to be accepted, to be visited and what came back is counted on every page or desk. Counting it walked all that a unit holds:
-- two thousand rows at the group's centre among a million. The state is an equality that an index may serve under row security.
CREATE INDEX ticket_held_state ON ticket (tenant_id, holder_unit_id, state, due_at, id) WHERE open;
CREATE INDEX ticket_returned ON ticket (tenant_id, holder_unit_id) WHERE open AND returned;
