-- People, their dated posts, roles as data, secrets the application cannot read, sessions it cannot touch (ACCESS).
CREATE SEQUENCE person_id_seq;
CREATE TABLE person (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('person_id_seq'),
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    account text NOT NULL,
    name text NOT NULL,
    language text NOT NULL DEFAULT 'zh-CN',
    created_at timestamptz NOT NULL,
    disabled_at timestamptz
);
SELECT app.place('person', 'tenant');
ALTER TABLE person ADD CONSTRAINT person_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE person ADD CONSTRAINT person_account_key UNIQUE (tenant_id, account);
ALTER TABLE person ADD CONSTRAINT person_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE person ADD CONSTRAINT person_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE person ADD CONSTRAINT person_account_form CHECK (account ~ '^[a-z][a-z0-9._-]{1,40}$');
ALTER TABLE person ADD CONSTRAINT person_language_known CHECK (language IN ('zh-CN', 'en'));
CREATE INDEX person_unit ON person (tenant_id, unit_id);
SELECT app.protect('person', 'unit', 'SELECT, INSERT, UPDATE');

CREATE SEQUENCE role_id_seq;
CREATE TABLE role (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('role_id_seq'),
    key text NOT NULL,
    built_in boolean NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    unit_kinds text[] NOT NULL,
    permissions text[] NOT NULL,
    compensation_below bigint,
    created_at timestamptz NOT NULL
);
SELECT app.place('role', 'tenant');
ALTER TABLE role ADD CONSTRAINT role_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE role ADD CONSTRAINT role_key_key UNIQUE (tenant_id, key);
ALTER TABLE role ADD CONSTRAINT role_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
SELECT app.protect('role', 'tenant', 'SELECT');

CREATE SEQUENCE post_id_seq;
CREATE TABLE post (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('post_id_seq'),
    person_id bigint NOT NULL,
    role_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    title text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    created_at timestamptz NOT NULL
);
SELECT app.place('post', 'tenant');
ALTER TABLE post ADD CONSTRAINT post_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE post ADD CONSTRAINT post_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE post ADD CONSTRAINT post_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE post ADD CONSTRAINT post_role_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES role (tenant_id, id);
ALTER TABLE post ADD CONSTRAINT post_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE post ADD CONSTRAINT post_period CHECK (to_on IS NULL OR to_on >= from_on);
CREATE INDEX post_person ON post (tenant_id, person_id);
CREATE INDEX post_unit ON post (tenant_id, unit_id);
SELECT app.protect('post', 'unit', 'SELECT, INSERT, UPDATE');

-- The application may set a password, never read one: SELECT is granted on the key columns only.
CREATE TABLE credential (
    tenant_id bigint NOT NULL,
    person_id bigint NOT NULL,
    password_hash text NOT NULL,
    must_change boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL
);
SELECT app.place('credential', 'tenant');
ALTER TABLE credential ADD CONSTRAINT credential_pkey PRIMARY KEY (tenant_id, person_id);
ALTER TABLE credential ADD CONSTRAINT credential_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE credential ADD CONSTRAINT credential_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
SELECT app.protect('credential', 'tenant', 'SELECT (tenant_id, person_id), INSERT, UPDATE (password_hash, must_change, changed_at)');

CREATE SEQUENCE session_id_seq;
CREATE TABLE session (
    id bigint NOT NULL DEFAULT nextval('session_id_seq'),
    tenant_id bigint NOT NULL REFERENCES tenant (id),
    person_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    device text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
SELECT app.place('session', 'local');
ALTER TABLE session ADD CONSTRAINT session_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE session ADD CONSTRAINT session_token_key UNIQUE (tenant_id, token_hash);
ALTER TABLE session ADD CONSTRAINT session_person_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id);
ALTER TABLE session ADD CONSTRAINT session_token_length CHECK (octet_length(token_hash) = 32);
CREATE INDEX session_person ON session (tenant_id, person_id);
SELECT app.protect('session', 'none', '');

-- Failures by account or address (a hash); kept without tenant rows so that an unknown account leaves the same trace.
CREATE TABLE login_throttle (
    key_hash bytea NOT NULL,
    failures integer NOT NULL,
    window_started_at timestamptz NOT NULL,
    blocked_until timestamptz
);
SELECT app.place('login_throttle', 'local');
ALTER TABLE login_throttle ADD CONSTRAINT login_throttle_pkey PRIMARY KEY (key_hash);
SELECT app.protect('login_throttle', 'none', '');
