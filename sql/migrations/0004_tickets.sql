-- What customers bring (INTAKE, ROUTE, COMPLAINT, VISIT). Every row carries the scope its policy tests: company, project, the
-- vendor that may see it (of its line, or who heard it first) and the floor, the lowest level that may see it (COMPLAINT-P1). The floor moves with
-- the ticket; a line of the log and a visit keep the floor they were written under. head_hash is the hash of the newest line of the
-- log: whoever may not see that line can still write the next one.

CREATE SEQUENCE ticket_id_seq;
CREATE TABLE ticket (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('ticket_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    kind text NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    stage text NOT NULL,
    stage_reason text NOT NULL,
    stage_note text NOT NULL DEFAULT '',
    line text NOT NULL,
    rung text NOT NULL,
    policy_version integer NOT NULL,
    severity text NOT NULL,
    media boolean NOT NULL DEFAULT false,
    litigation_threat boolean NOT NULL DEFAULT false,
    collective boolean NOT NULL DEFAULT false,
    channel text NOT NULL,
    channel_source text NOT NULL,
    title text NOT NULL,
    event text NOT NULL,
    place text NOT NULL DEFAULT '',
    persons_involved text NOT NULL DEFAULT '',
    wish text NOT NULL DEFAULT '',
    compensation_asked bigint,
    happened_at timestamptz,
    received_at timestamptz NOT NULL,
    house_id bigint,
    house_label text NOT NULL DEFAULT '',
    customer_id bigint,
    customer_name text NOT NULL DEFAULT '',
    repeat_of bigint,
    first_receiver_id bigint NOT NULL,
    first_receiver_name text NOT NULL,
    first_receiver_post text NOT NULL,
    first_unit_id bigint NOT NULL,
    owner_unit_id bigint NOT NULL,
    holder_unit_id bigint NOT NULL,
    holder_unit_name text NOT NULL,
    handler_id bigint,
    handler_name text NOT NULL DEFAULT '',
    proposer_id bigint,
    executing_unit_id bigint,
    executor_id bigint,
    returned boolean NOT NULL DEFAULT false,
    due_at timestamptz,
    due_kind text,
    open boolean NOT NULL,
    closed_at timestamptz,
    satisfied boolean,
    closing_note text NOT NULL DEFAULT '',
    court text NOT NULL DEFAULT '',
    case_number text NOT NULL DEFAULT '',
    litigation_by text,
    litigation_outcome text,
    litigation_note text NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL,
    head_hash bytea NOT NULL
);
SELECT app.place('ticket', 'tenant');
ALTER TABLE ticket ADD CONSTRAINT ticket_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_number_key UNIQUE (tenant_id, number);
ALTER TABLE ticket ADD CONSTRAINT ticket_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket ADD CONSTRAINT ticket_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_house_fkey FOREIGN KEY (tenant_id, house_id) REFERENCES house (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_repeat_of_fkey FOREIGN KEY (tenant_id, repeat_of) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_first_receiver_fkey FOREIGN KEY (tenant_id, first_receiver_id) REFERENCES person (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_first_unit_fkey FOREIGN KEY (tenant_id, first_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_owner_unit_fkey FOREIGN KEY (tenant_id, owner_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_holder_unit_fkey FOREIGN KEY (tenant_id, holder_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_handler_fkey FOREIGN KEY (tenant_id, handler_id) REFERENCES person (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_proposer_fkey FOREIGN KEY (tenant_id, proposer_id) REFERENCES person (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_executing_unit_fkey FOREIGN KEY (tenant_id, executing_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_executor_fkey FOREIGN KEY (tenant_id, executor_id) REFERENCES person (tenant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_kind_known CHECK (kind IN ('complaint', 'repair', 'consult', 'suggestion', 'dispute', 'specialService', 'basicService', 'parcel'));
ALTER TABLE ticket ADD CONSTRAINT ticket_state_known CHECK (state IN ('received', 'recorded', 'classified', 'suggestion', 'explained', 'invalid', 'nonResponsible', 'assigned', 'investigating', 'planProposed', 'planRejected', 'escalated', 'planAccepted', 'executing', 'executed', 'verified', 'visited', 'closed', 'litigation', 'archived'));
ALTER TABLE ticket ADD CONSTRAINT ticket_stage_known CHECK (stage IN ('beforeHandover', 'afterHandover'));
ALTER TABLE ticket ADD CONSTRAINT ticket_line_known CHECK (line IN ('developer', 'vendor'));
ALTER TABLE ticket ADD CONSTRAINT ticket_rung_known CHECK (rung IN ('project', 'centre', 'group', 'litigation'));
ALTER TABLE ticket ADD CONSTRAINT ticket_severity_known CHECK (severity IN ('minor', 'general', 'top'));
ALTER TABLE ticket ADD CONSTRAINT ticket_source_known CHECK (channel_source IN ('internal', 'external'));
ALTER TABLE ticket ADD CONSTRAINT ticket_due_kind_known CHECK (due_kind IN ('accept', 'plan', 'resolve', 'visit'));
ALTER TABLE ticket ADD CONSTRAINT ticket_due_whole CHECK ((due_at IS NULL) = (due_kind IS NULL));
-- On the developer's line the vendor is set only when it heard the customer first: it stays answerable and so may see it (ORG-R8).
ALTER TABLE ticket ADD CONSTRAINT ticket_line_vendor CHECK (line = 'developer' OR vendor_id IS NOT NULL);
ALTER TABLE ticket ADD CONSTRAINT ticket_floor_known CHECK (floor BETWEEN 1 AND 3);
ALTER TABLE ticket ADD CONSTRAINT ticket_open_matches_state CHECK (open = (state NOT IN ('closed', 'archived')));
ALTER TABLE ticket ADD CONSTRAINT ticket_closed_matches_state CHECK ((closed_at IS NULL) = open);
ALTER TABLE ticket ADD CONSTRAINT ticket_outcome_known CHECK (litigation_outcome IN ('judgment', 'settlement', 'withdrawn'));
ALTER TABLE ticket ADD CONSTRAINT ticket_head_hash_length CHECK (octet_length(head_hash) = 32);
ALTER TABLE ticket ADD CONSTRAINT ticket_litigation_by_known CHECK (litigation_by IN ('customer', 'company'));
CREATE INDEX ticket_newest ON ticket (tenant_id, received_at DESC, id DESC);
CREATE INDEX ticket_company_newest ON ticket (tenant_id, company_id, received_at DESC, id DESC);
CREATE INDEX ticket_project_newest ON ticket (tenant_id, project_id, received_at DESC, id DESC);
CREATE INDEX ticket_vendor_newest ON ticket (tenant_id, vendor_id, received_at DESC, id DESC) WHERE vendor_id IS NOT NULL;
CREATE INDEX ticket_due ON ticket (tenant_id, due_at, id) WHERE open;
CREATE INDEX ticket_company_due ON ticket (tenant_id, company_id, due_at, id) WHERE open;
CREATE INDEX ticket_project_due ON ticket (tenant_id, project_id, due_at, id) WHERE open;
CREATE INDEX ticket_vendor_due ON ticket (tenant_id, vendor_id, due_at, id) WHERE open AND vendor_id IS NOT NULL;
CREATE INDEX ticket_open_newest ON ticket (tenant_id, received_at DESC, id DESC) WHERE open;
CREATE INDEX ticket_company_open_newest ON ticket (tenant_id, company_id, received_at DESC, id DESC) WHERE open;
CREATE INDEX ticket_project_open_newest ON ticket (tenant_id, project_id, received_at DESC, id DESC) WHERE open;
CREATE INDEX ticket_vendor_open_newest ON ticket (tenant_id, vendor_id, received_at DESC, id DESC) WHERE open AND vendor_id IS NOT NULL;
CREATE INDEX ticket_held ON ticket (tenant_id, holder_unit_id, due_at, id) WHERE open;
CREATE INDEX ticket_handled ON ticket (tenant_id, handler_id, due_at, id) WHERE open;
CREATE INDEX ticket_house ON ticket (tenant_id, house_id, received_at DESC) WHERE house_id IS NOT NULL;
CREATE INDEX ticket_customer ON ticket (tenant_id, customer_id, received_at DESC) WHERE customer_id IS NOT NULL;
SELECT app.protect('ticket', 'ticket', 'SELECT, INSERT, UPDATE');

-- 交接记录, append-only and hash-chained per ticket: the application may neither change nor delete a line.
CREATE TABLE ticket_event (
    tenant_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    seq integer NOT NULL,
    at timestamptz NOT NULL,
    action text NOT NULL,
    state_from text,
    state_to text NOT NULL,
    actor_id bigint,
    actor_name text NOT NULL,
    actor_post text NOT NULL,
    from_unit_id bigint,
    from_unit_name text NOT NULL DEFAULT '',
    to_unit_id bigint,
    to_unit_name text NOT NULL DEFAULT '',
    to_person_name text NOT NULL DEFAULT '',
    text text NOT NULL DEFAULT '',
    detail jsonb NOT NULL DEFAULT '{}',
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL
);
SELECT app.place('ticket_event', 'tenant');
ALTER TABLE ticket_event ADD CONSTRAINT ticket_event_pkey PRIMARY KEY (tenant_id, ticket_id, seq);
ALTER TABLE ticket_event ADD CONSTRAINT ticket_event_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_event ADD CONSTRAINT ticket_event_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket_event ADD CONSTRAINT ticket_event_hash_length CHECK (octet_length(hash) = 32 AND octet_length(prev_hash) = 32);
ALTER TABLE ticket_event ADD CONSTRAINT ticket_event_action_form CHECK (action ~ '^[a-zA-Z]{3,40}$');
SELECT app.protect('ticket_event', 'ticket', 'SELECT, INSERT');

-- 拟定方案: one row a round; the customer's answer completes it.
CREATE SEQUENCE ticket_plan_id_seq;
CREATE TABLE ticket_plan (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('ticket_plan_id_seq'),
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    round integer NOT NULL,
    text text NOT NULL,
    compensation bigint NOT NULL DEFAULT 0,
    unit_id bigint NOT NULL,
    unit_name text NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_by_name text NOT NULL,
    proposed_at timestamptz NOT NULL,
    answer text,
    answer_note text NOT NULL DEFAULT '',
    answered_at timestamptz
);
SELECT app.place('ticket_plan', 'tenant');
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_round_key UNIQUE (tenant_id, ticket_id, round);
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_proposed_by_fkey FOREIGN KEY (tenant_id, proposed_by) REFERENCES person (tenant_id, id);
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_answer_known CHECK (answer IN ('accepted', 'rejected'));
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_answer_whole CHECK ((answer IS NULL) = (answered_at IS NULL));
ALTER TABLE ticket_plan ADD CONSTRAINT ticket_plan_compensation_sign CHECK (compensation >= 0);
SELECT app.protect('ticket_plan', 'ticket', 'SELECT, INSERT, UPDATE (floor, answer, answer_note, answered_at)');

-- 上报: proposed upward with a reason and what was tried; accepted, sent back or withdrawn (ROUTE-R2, A5).
CREATE SEQUENCE ticket_escalation_id_seq;
CREATE TABLE ticket_escalation (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('ticket_escalation_id_seq'),
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    from_unit_id bigint NOT NULL,
    from_rung text NOT NULL,
    to_unit_id bigint NOT NULL,
    to_rung text NOT NULL,
    reason text NOT NULL,
    tried text NOT NULL,
    proposed_by bigint,
    proposed_by_name text NOT NULL,
    proposed_at timestamptz NOT NULL,
    state text NOT NULL,
    answered_by bigint,
    answered_by_name text NOT NULL DEFAULT '',
    answered_at timestamptz,
    answer_note text NOT NULL DEFAULT ''
);
SELECT app.place('ticket_escalation', 'tenant');
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_from_unit_fkey FOREIGN KEY (tenant_id, from_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_to_unit_fkey FOREIGN KEY (tenant_id, to_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_proposed_by_fkey FOREIGN KEY (tenant_id, proposed_by) REFERENCES person (tenant_id, id);
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_answered_by_fkey FOREIGN KEY (tenant_id, answered_by) REFERENCES person (tenant_id, id);
ALTER TABLE ticket_escalation ADD CONSTRAINT ticket_escalation_state_known CHECK (state IN ('proposed', 'accepted', 'sentBack', 'withdrawn', 'superseded'));
CREATE INDEX ticket_escalation_ticket ON ticket_escalation (tenant_id, ticket_id, proposed_at);
SELECT app.protect('ticket_escalation', 'ticket', 'SELECT, INSERT, UPDATE (floor, state, answered_by, answered_by_name, answered_at, answer_note)');

-- 处理介入: the group steps in and hands back (ROUTE-R6).
CREATE SEQUENCE ticket_intervention_id_seq;
CREATE TABLE ticket_intervention (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('ticket_intervention_id_seq'),
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    unit_id bigint NOT NULL,
    previous_unit_id bigint NOT NULL,
    previous_rung text NOT NULL,
    reason text NOT NULL,
    by_person bigint NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL,
    handed_back_at timestamptz,
    hand_back_note text NOT NULL DEFAULT ''
);
SELECT app.place('ticket_intervention', 'tenant');
ALTER TABLE ticket_intervention ADD CONSTRAINT ticket_intervention_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ticket_intervention ADD CONSTRAINT ticket_intervention_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_intervention ADD CONSTRAINT ticket_intervention_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket_intervention ADD CONSTRAINT ticket_intervention_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_intervention ADD CONSTRAINT ticket_intervention_previous_unit_fkey FOREIGN KEY (tenant_id, previous_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_intervention ADD CONSTRAINT ticket_intervention_by_person_fkey FOREIGN KEY (tenant_id, by_person) REFERENCES person (tenant_id, id);
CREATE INDEX ticket_intervention_ticket ON ticket_intervention (tenant_id, ticket_id, at);
SELECT app.protect('ticket_intervention', 'ticket', 'SELECT, INSERT, UPDATE (floor, handed_back_at, hand_back_note)');

-- 信息往来 between the company's and the vendor's centre (ROUTE-R7).
CREATE SEQUENCE ticket_exchange_id_seq;
CREATE TABLE ticket_exchange (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('ticket_exchange_id_seq'),
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    from_unit_id bigint NOT NULL,
    from_unit_name text NOT NULL,
    to_unit_id bigint NOT NULL,
    to_unit_name text NOT NULL,
    topic text NOT NULL,
    text text NOT NULL,
    opened_by bigint NOT NULL,
    opened_by_name text NOT NULL,
    opened_at timestamptz NOT NULL,
    reply text NOT NULL DEFAULT '',
    replied_by_name text NOT NULL DEFAULT '',
    replied_at timestamptz,
    closed_at timestamptz,
    closed_by_name text NOT NULL DEFAULT ''
);
SELECT app.place('ticket_exchange', 'tenant');
ALTER TABLE ticket_exchange ADD CONSTRAINT ticket_exchange_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ticket_exchange ADD CONSTRAINT ticket_exchange_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_exchange ADD CONSTRAINT ticket_exchange_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket_exchange ADD CONSTRAINT ticket_exchange_from_unit_fkey FOREIGN KEY (tenant_id, from_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_exchange ADD CONSTRAINT ticket_exchange_to_unit_fkey FOREIGN KEY (tenant_id, to_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_exchange ADD CONSTRAINT ticket_exchange_opened_by_fkey FOREIGN KEY (tenant_id, opened_by) REFERENCES person (tenant_id, id);
CREATE INDEX ticket_exchange_ticket ON ticket_exchange (tenant_id, ticket_id, opened_at);
CREATE INDEX ticket_exchange_waiting ON ticket_exchange (tenant_id, to_unit_id, opened_at) WHERE replied_at IS NULL AND closed_at IS NULL;
SELECT app.protect('ticket_exchange', 'ticket', 'SELECT, INSERT, UPDATE (floor, reply, replied_by_name, replied_at, closed_at, closed_by_name)');

-- A promise with a due time; first_due_at is written once and the application has no right to change it (SLA).
CREATE SEQUENCE ticket_deadline_id_seq;
CREATE TABLE ticket_deadline (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('ticket_deadline_id_seq'),
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    kind text NOT NULL,
    unit_id bigint NOT NULL,
    upper_unit_id bigint,
    policy_version integer NOT NULL,
    rule text NOT NULL,
    started_at timestamptz NOT NULL,
    first_due_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    met_at timestamptz,
    cancelled_at timestamptz,
    breached_at timestamptz
);
SELECT app.place('ticket_deadline', 'tenant');
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_upper_unit_fkey FOREIGN KEY (tenant_id, upper_unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_kind_known CHECK (kind IN ('accept', 'plan', 'resolve', 'visit'));
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_order CHECK (first_due_at >= started_at);
ALTER TABLE ticket_deadline ADD CONSTRAINT ticket_deadline_one_end CHECK (met_at IS NULL OR cancelled_at IS NULL);
CREATE INDEX ticket_deadline_ticket ON ticket_deadline (tenant_id, ticket_id, started_at);
CREATE INDEX ticket_deadline_sweep ON ticket_deadline (tenant_id, due_at) WHERE met_at IS NULL AND cancelled_at IS NULL AND breached_at IS NULL;
SELECT app.protect('ticket_deadline', 'ticket', 'SELECT, INSERT, UPDATE (floor, due_at, met_at, cancelled_at, breached_at)');

-- 回访 (VISIT-R4, R5, R7).
CREATE SEQUENCE ticket_visit_id_seq;
CREATE TABLE ticket_visit (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('ticket_visit_id_seq'),
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    visitor_id bigint NOT NULL,
    visitor_name text NOT NULL,
    unit_id bigint NOT NULL,
    at timestamptz NOT NULL,
    method text NOT NULL,
    outcome text NOT NULL,
    attitude smallint,
    quality smallint,
    efficiency smallint,
    overall smallint,
    comment text NOT NULL DEFAULT '',
    signed boolean NOT NULL DEFAULT false
);
SELECT app.place('ticket_visit', 'tenant');
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_visitor_fkey FOREIGN KEY (tenant_id, visitor_id) REFERENCES person (tenant_id, id);
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_method_known CHECK (method IN ('phone', 'onSite'));
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_outcome_known CHECK (outcome IN ('satisfied', 'dissatisfied', 'unreachable'));
ALTER TABLE ticket_visit ADD CONSTRAINT ticket_visit_scores CHECK ((outcome = 'unreachable') = (overall IS NULL) AND coalesce(attitude, 1) BETWEEN 1 AND 5 AND coalesce(quality, 1) BETWEEN 1 AND 5 AND coalesce(efficiency, 1) BETWEEN 1 AND 5 AND coalesce(overall, 1) BETWEEN 1 AND 5);
CREATE INDEX ticket_visit_ticket ON ticket_visit (tenant_id, ticket_id, at);
SELECT app.protect('ticket_visit', 'ticket', 'SELECT, INSERT');

-- Search by text equality, since row security keeps LIKE and full text from using an index: bigrams, phone tail, number, room.
CREATE TABLE ticket_token (
    tenant_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    vendor_id bigint,
    floor smallint NOT NULL DEFAULT 1,
    token text COLLATE "C" NOT NULL
);
SELECT app.place('ticket_token', 'tenant');
ALTER TABLE ticket_token ADD CONSTRAINT ticket_token_pkey PRIMARY KEY (tenant_id, token, project_id, ticket_id);
ALTER TABLE ticket_token ADD CONSTRAINT ticket_token_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_token ADD CONSTRAINT ticket_token_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
CREATE INDEX ticket_token_ticket ON ticket_token (tenant_id, ticket_id);
SELECT app.protect('ticket_token', 'ticket', 'SELECT, INSERT, UPDATE (floor)');

-- Numbers people see (BJ-2611-0427): one row a company and month, locked by the transaction that records.
CREATE TABLE ticket_counter (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    month text NOT NULL,
    last integer NOT NULL
);
SELECT app.place('ticket_counter', 'tenant');
ALTER TABLE ticket_counter ADD CONSTRAINT ticket_counter_pkey PRIMARY KEY (tenant_id, company_id, month);
ALTER TABLE ticket_counter ADD CONSTRAINT ticket_counter_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE ticket_counter ADD CONSTRAINT ticket_counter_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE ticket_counter ADD CONSTRAINT ticket_counter_month_form CHECK (month ~ '^[0-9]{4}$');
SELECT app.protect('ticket_counter', 'tenant', 'SELECT, INSERT, UPDATE');

-- Notices are one person's own; the worker writes them, the person marks them read.
CREATE SEQUENCE notice_id_seq;
CREATE TABLE notice (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('notice_id_seq'),
    person_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    at timestamptz NOT NULL,
    source text NOT NULL,
    read_at timestamptz
);
SELECT app.place('notice', 'tenant');
ALTER TABLE notice ADD CONSTRAINT notice_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE notice ADD CONSTRAINT notice_source_key UNIQUE (tenant_id, person_id, source);
ALTER TABLE notice ADD CONSTRAINT notice_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE notice ADD CONSTRAINT notice_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE notice ADD CONSTRAINT notice_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE notice ADD CONSTRAINT notice_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
CREATE INDEX notice_newest ON notice (tenant_id, person_id, at DESC, id DESC);
CREATE INDEX notice_unread ON notice (tenant_id, person_id) WHERE read_at IS NULL;
SELECT app.protect('notice', 'person', 'SELECT, INSERT, UPDATE (read_at)');

-- Every look at an unmasked phone number, with its reason (ACCESS-P7).
CREATE SEQUENCE reveal_id_seq;
CREATE TABLE reveal (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('reveal_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    ticket_id bigint,
    person_id bigint NOT NULL,
    person_name text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL
);
SELECT app.place('reveal', 'tenant');
ALTER TABLE reveal ADD CONSTRAINT reveal_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE reveal ADD CONSTRAINT reveal_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE reveal ADD CONSTRAINT reveal_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE reveal ADD CONSTRAINT reveal_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE reveal ADD CONSTRAINT reveal_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE reveal ADD CONSTRAINT reveal_ticket_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id);
ALTER TABLE reveal ADD CONSTRAINT reveal_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
CREATE INDEX reveal_newest ON reveal (tenant_id, at DESC, id DESC);
SELECT app.protect('reveal', 'customer', 'SELECT, INSERT');
