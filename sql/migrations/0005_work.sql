-- Jobs are written in the transaction that causes them; keys make a form count once. Local tables name their tenant inline.
CREATE SEQUENCE job_id_seq;
CREATE TABLE job (
    id bigint NOT NULL DEFAULT nextval('job_id_seq'),
    tenant_id bigint NOT NULL REFERENCES tenant (id),
    kind text NOT NULL,
    payload jsonb NOT NULL,
    unique_key text,
    state text NOT NULL DEFAULT 'ready',
    priority smallint NOT NULL DEFAULT 100,
    run_at timestamptz NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    max_attempts integer NOT NULL DEFAULT 10,
    lease_until timestamptz,
    claimed_by text,
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz
);
SELECT app.place('job', 'local');
ALTER TABLE job ADD CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE job ADD CONSTRAINT job_state_known CHECK (state IN ('ready', 'leased', 'done', 'dead'));
ALTER TABLE job ADD CONSTRAINT job_finished CHECK ((state IN ('done', 'dead')) = (finished_at IS NOT NULL));
ALTER TABLE job ADD CONSTRAINT job_leased CHECK ((state = 'leased') = (lease_until IS NOT NULL AND claimed_by IS NOT NULL));
CREATE UNIQUE INDEX job_unique_key ON job (tenant_id, unique_key) WHERE state IN ('ready', 'leased');
CREATE INDEX job_claimable ON job (priority, run_at, id) WHERE state = 'ready';
CREATE INDEX job_leases ON job (lease_until) WHERE state = 'leased';
CREATE INDEX job_finished_at ON job (finished_at) WHERE finished_at IS NOT NULL;
SELECT app.protect('job', 'tenant', 'SELECT, INSERT, UPDATE');

CREATE TABLE idempotency_key (
    tenant_id bigint NOT NULL REFERENCES tenant (id),
    person_id bigint NOT NULL,
    key text NOT NULL,
    digest bytea NOT NULL,
    answer text NOT NULL,
    created_at timestamptz NOT NULL
);
SELECT app.place('idempotency_key', 'local');
ALTER TABLE idempotency_key ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (tenant_id, person_id, key);
ALTER TABLE idempotency_key ADD CONSTRAINT idempotency_key_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
SELECT app.protect('idempotency_key', 'person', 'SELECT, INSERT, UPDATE (answer), DELETE');
