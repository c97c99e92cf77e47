-- Houses, owners and what the law asks about them (CUSTDATA, ACCESS-P1, ACCESS-P2). Telephone and identity numbers stand here sealed
-- only (AES-256-GCM, bound to their row); phone_blind finds a whole number, phone_tail its last four digits.

-- 户型、面积、用途; household counts the ownerships of a house: everything with another number belongs to somebody before.
ALTER TABLE house ADD COLUMN house_type text NOT NULL DEFAULT '';
ALTER TABLE house ADD COLUMN usage text NOT NULL DEFAULT 'residence';
ALTER TABLE house ADD COLUMN area bigint;
ALTER TABLE house ADD COLUMN inner_area bigint;
ALTER TABLE house ADD COLUMN household integer NOT NULL DEFAULT 1;
ALTER TABLE house ADD COLUMN household_since date;
ALTER TABLE house ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE house ADD CONSTRAINT house_usage_known CHECK (usage IN ('residence', 'shop', 'office', 'parking', 'storage'));
ALTER TABLE house ADD CONSTRAINT house_area_positive CHECK (area > 0 AND coalesce(inner_area, 1) > 0 AND coalesce(inner_area, 1) <= area);
CREATE INDEX house_door ON house (tenant_id, door, project_id);

-- 公共部分: shared areas of a project or of one of its buildings, as places a ticket can name.
CREATE SEQUENCE shared_area_id_seq;
CREATE TABLE shared_area (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('shared_area_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    building_id bigint,
    kind text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
SELECT app.place('shared_area', 'tenant');
ALTER TABLE shared_area ADD CONSTRAINT shared_area_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE shared_area ADD CONSTRAINT shared_area_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE shared_area ADD CONSTRAINT shared_area_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE shared_area ADD CONSTRAINT shared_area_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE shared_area ADD CONSTRAINT shared_area_building_fkey FOREIGN KEY (tenant_id, building_id) REFERENCES building (tenant_id, id);
ALTER TABLE shared_area ADD CONSTRAINT shared_area_name_key UNIQUE (tenant_id, project_id, name);
ALTER TABLE shared_area ADD CONSTRAINT shared_area_kind_known CHECK (kind IN ('lobby', 'lift', 'corridor', 'roof', 'facade', 'garage', 'garden', 'road', 'equipment', 'other'));
SELECT app.protect('shared_area', 'place', 'SELECT, INSERT, UPDATE');

ALTER TABLE ticket ADD COLUMN shared_area_id bigint;
ALTER TABLE ticket ADD CONSTRAINT ticket_shared_area_fkey FOREIGN KEY (tenant_id, shared_area_id) REFERENCES shared_area (tenant_id, id);

-- 客户: one file for each project. state is the file's (prospect, buyer, owner …); merged_into is the file it was joined to.
ALTER TABLE customer ADD COLUMN kind text NOT NULL DEFAULT 'person';
ALTER TABLE customer ADD COLUMN state text NOT NULL DEFAULT 'prospect';
ALTER TABLE customer ADD COLUMN phone_sealed bytea;
ALTER TABLE customer ADD COLUMN phone_blind bytea;
ALTER TABLE customer ADD COLUMN identity_kind text;
ALTER TABLE customer ADD COLUMN identity_sealed bytea;
ALTER TABLE customer ADD COLUMN identity_blind bytea;
ALTER TABLE customer ADD COLUMN member_number text COLLATE "C";
ALTER TABLE customer ADD COLUMN member_since date;
ALTER TABLE customer ADD COLUMN classification text NOT NULL DEFAULT 'ordinary';
ALTER TABLE customer ADD COLUMN living text NOT NULL DEFAULT 'unknown';
ALTER TABLE customer ADD COLUMN note text NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN registered_by bigint;
ALTER TABLE customer ADD COLUMN registered_by_name text NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE customer ADD COLUMN merged_into bigint;
ALTER TABLE customer ADD COLUMN anonymised_at timestamptz;
ALTER TABLE customer ADD COLUMN updated_at timestamptz;
ALTER TABLE customer ALTER COLUMN phone SET DEFAULT '';
ALTER TABLE customer ALTER COLUMN phone_tail SET DEFAULT '';
ALTER TABLE customer DROP CONSTRAINT customer_phone_form;
-- Nothing new is written in the clear. What stood there before is sealed by `shouwen keys seal`, which a migration cannot do: it has no
-- key. Until the constraint is validated the server does not start.
ALTER TABLE customer ADD CONSTRAINT customer_phone_gone CHECK (phone = '') NOT VALID;
ALTER TABLE customer ADD CONSTRAINT customer_kind_known CHECK (kind IN ('person', 'organisation'));
ALTER TABLE customer ADD CONSTRAINT customer_state_known CHECK (state IN ('prospect', 'buyer', 'owner', 'resident', 'formerOwner', 'returnedUnit', 'dropped'));
ALTER TABLE customer ADD CONSTRAINT customer_identity_kind_known CHECK (identity_kind IN ('idCard', 'passport', 'permit', 'licence'));
ALTER TABLE customer ADD CONSTRAINT customer_classification_known CHECK (classification IN ('ordinary', 'key', 'opinionLeader', 'care', 'sensitive'));
ALTER TABLE customer ADD CONSTRAINT customer_living_known CHECK (living IN ('unknown', 'selfOccupied', 'rentedOut', 'vacant', 'decorating', 'commercial'));
ALTER TABLE customer ADD CONSTRAINT customer_merged_into_fkey FOREIGN KEY (tenant_id, merged_into) REFERENCES customer (tenant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_registered_by_fkey FOREIGN KEY (tenant_id, registered_by) REFERENCES person (tenant_id, id);
CREATE UNIQUE INDEX customer_member_key ON customer (tenant_id, member_number) WHERE member_number IS NOT NULL;
CREATE INDEX customer_blind ON customer (tenant_id, phone_blind, project_id) WHERE phone_blind IS NOT NULL;
CREATE INDEX customer_identity ON customer (tenant_id, identity_blind, project_id) WHERE identity_blind IS NOT NULL;
CREATE INDEX customer_company ON customer (tenant_id, company_id, id);
CREATE INDEX customer_project ON customer (tenant_id, project_id, id);
CREATE INDEX customer_state ON customer (tenant_id, project_id, state, id);
CREATE INDEX customer_company_state ON customer (tenant_id, company_id, state, id);
CREATE INDEX customer_project_name ON customer (tenant_id, project_id, name, id);
CREATE INDEX customer_company_name ON customer (tenant_id, company_id, name, id);

-- household: of which ownership of the house the relation is part; ended_as: why it ended.
ALTER TABLE house_customer ADD COLUMN household integer NOT NULL DEFAULT 1;
ALTER TABLE house_customer ADD COLUMN ended_as text;
ALTER TABLE house_customer DROP CONSTRAINT house_customer_relation_known;
ALTER TABLE house_customer ADD CONSTRAINT house_customer_relation_known CHECK (relation IN ('owner', 'coOwner', 'buyer', 'tenant', 'family', 'user', 'developer'));
ALTER TABLE house_customer ADD CONSTRAINT house_customer_ended_as_known CHECK (ended_as IN ('sold', 'returned', 'handedOver', 'moved', 'mistake'));
ALTER TABLE house_customer ADD CONSTRAINT house_customer_ended_whole CHECK (ended_as IS NULL OR to_on IS NOT NULL);
UPDATE customer c SET state = CASE
    WHEN EXISTS (SELECT FROM house_customer r WHERE r.tenant_id = c.tenant_id AND r.customer_id = c.id AND r.relation IN ('owner', 'coOwner')
        AND r.to_on IS NULL) THEN 'owner'
    WHEN EXISTS (SELECT FROM house_customer r WHERE r.tenant_id = c.tenant_id AND r.customer_id = c.id AND r.relation IN ('owner', 'coOwner'))
        THEN 'formerOwner'
    WHEN EXISTS (SELECT FROM house_customer r WHERE r.tenant_id = c.tenant_id AND r.customer_id = c.id) THEN 'resident'
    ELSE 'prospect' END;

-- Further ways to reach a customer. The value is sealed like the first number.
CREATE SEQUENCE customer_contact_id_seq;
CREATE TABLE customer_contact (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('customer_contact_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    kind text NOT NULL,
    label text NOT NULL DEFAULT '',
    value_sealed bytea NOT NULL,
    value_blind bytea NOT NULL,
    phone_tail text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
SELECT app.place('customer_contact', 'tenant');
ALTER TABLE customer_contact ADD CONSTRAINT customer_contact_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE customer_contact ADD CONSTRAINT customer_contact_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE customer_contact ADD CONSTRAINT customer_contact_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE customer_contact ADD CONSTRAINT customer_contact_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE customer_contact ADD CONSTRAINT customer_contact_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE customer_contact ADD CONSTRAINT customer_contact_kind_known CHECK (kind IN ('phone', 'email', 'wechat', 'address'));
CREATE INDEX customer_contact_customer ON customer_contact (tenant_id, customer_id);
CREATE INDEX customer_contact_blind ON customer_contact (tenant_id, value_blind, project_id);
CREATE INDEX customer_contact_tail ON customer_contact (tenant_id, phone_tail, project_id) WHERE phone_tail <> '';
SELECT app.protect('customer_contact', 'customer', 'SELECT, INSERT, UPDATE, DELETE');

-- Two files joined. The snapshot is what the kept file said before, sealed; moved names the rows that changed their customer.
CREATE SEQUENCE customer_merge_id_seq;
CREATE TABLE customer_merge (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('customer_merge_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    kept_id bigint NOT NULL,
    merged_id bigint NOT NULL,
    reason text NOT NULL,
    snapshot_sealed bytea,
    moved jsonb NOT NULL,
    merged_by bigint NOT NULL,
    merged_by_name text NOT NULL,
    merged_at timestamptz NOT NULL,
    undone_by_name text NOT NULL DEFAULT '',
    undone_at timestamptz
);
SELECT app.place('customer_merge', 'tenant');
ALTER TABLE customer_merge ADD CONSTRAINT customer_merge_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE customer_merge ADD CONSTRAINT customer_merge_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE customer_merge ADD CONSTRAINT customer_merge_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE customer_merge ADD CONSTRAINT customer_merge_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE customer_merge ADD CONSTRAINT customer_merge_kept_fkey FOREIGN KEY (tenant_id, kept_id) REFERENCES customer (tenant_id, id);
ALTER TABLE customer_merge ADD CONSTRAINT customer_merge_merged_fkey FOREIGN KEY (tenant_id, merged_id) REFERENCES customer (tenant_id, id);
ALTER TABLE customer_merge ADD CONSTRAINT customer_merge_merged_by_fkey FOREIGN KEY (tenant_id, merged_by) REFERENCES person (tenant_id, id);
CREATE INDEX customer_merge_kept ON customer_merge (tenant_id, kept_id, merged_at DESC);
SELECT app.protect('customer_merge', 'customer', 'SELECT, INSERT, UPDATE (snapshot_sealed, undone_by_name, undone_at)');

-- Why each kind of data is held (PIPL 13, 14, 17), by which notice, since when, and until when the customer agreed.
CREATE SEQUENCE consent_id_seq;
CREATE TABLE consent (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('consent_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    item text NOT NULL,
    ground text NOT NULL,
    notice_version text NOT NULL,
    given_on date NOT NULL,
    noted_by_name text NOT NULL,
    noted_at timestamptz NOT NULL,
    withdrawn_on date,
    withdrawn_by_name text NOT NULL DEFAULT ''
);
SELECT app.place('consent', 'tenant');
ALTER TABLE consent ADD CONSTRAINT consent_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE consent ADD CONSTRAINT consent_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE consent ADD CONSTRAINT consent_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE consent ADD CONSTRAINT consent_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE consent ADD CONSTRAINT consent_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE consent ADD CONSTRAINT consent_item_known CHECK (item IN ('contact', 'identity', 'household', 'living', 'member', 'survey', 'vendorSharing'));
ALTER TABLE consent ADD CONSTRAINT consent_ground_known CHECK (ground IN ('contract', 'consent', 'legalDuty', 'publicEvent'));
ALTER TABLE consent ADD CONSTRAINT consent_period CHECK (withdrawn_on IS NULL OR withdrawn_on >= given_on);
CREATE INDEX consent_customer ON consent (tenant_id, customer_id, given_on);
SELECT app.protect('consent', 'customer', 'SELECT, INSERT, UPDATE (customer_id, withdrawn_on, withdrawn_by_name), DELETE');

-- What a customer asks about the own data (PIPL 44–47), each with its own time.
CREATE SEQUENCE data_request_id_seq;
CREATE TABLE data_request (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('data_request_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    asked text NOT NULL,
    received_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    received_by bigint NOT NULL,
    received_by_name text NOT NULL,
    answer text NOT NULL DEFAULT '',
    answered_by_name text NOT NULL DEFAULT '',
    answered_at timestamptz
);
SELECT app.place('data_request', 'tenant');
ALTER TABLE data_request ADD CONSTRAINT data_request_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE data_request ADD CONSTRAINT data_request_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE data_request ADD CONSTRAINT data_request_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE data_request ADD CONSTRAINT data_request_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE data_request ADD CONSTRAINT data_request_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE data_request ADD CONSTRAINT data_request_received_by_fkey FOREIGN KEY (tenant_id, received_by) REFERENCES person (tenant_id, id);
ALTER TABLE data_request ADD CONSTRAINT data_request_kind_known CHECK (kind IN ('access', 'correction', 'anonymisation'));
ALTER TABLE data_request ADD CONSTRAINT data_request_state_known CHECK (state IN ('received', 'running', 'done', 'refused'));
ALTER TABLE data_request ADD CONSTRAINT data_request_answered CHECK ((state IN ('done', 'refused')) = (answered_at IS NOT NULL));
CREATE INDEX data_request_customer ON data_request (tenant_id, customer_id, received_at DESC);
CREATE INDEX data_request_open ON data_request (tenant_id, due_at, id) WHERE state IN ('received', 'running');
SELECT app.protect('data_request', 'customer', 'SELECT, INSERT, UPDATE (customer_id, state, asked, answer, answered_by_name, answered_at)');

-- What a group decided otherwise than the product: looks at masked values in one hour; months a class of record is kept.
CREATE TABLE privacy_rule (
    tenant_id bigint NOT NULL,
    rule text NOT NULL,
    amount integer NOT NULL,
    set_by_name text NOT NULL,
    set_at timestamptz NOT NULL
);
SELECT app.place('privacy_rule', 'tenant');
ALTER TABLE privacy_rule ADD CONSTRAINT privacy_rule_pkey PRIMARY KEY (tenant_id, rule);
ALTER TABLE privacy_rule ADD CONSTRAINT privacy_rule_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE privacy_rule ADD CONSTRAINT privacy_rule_form CHECK (rule ~ '^[a-zA-Z0-9]{3,40}$');
ALTER TABLE privacy_rule ADD CONSTRAINT privacy_rule_amount CHECK (amount BETWEEN 1 AND 1000);
SELECT app.protect('privacy_rule', 'tenant', 'SELECT, INSERT, UPDATE');

-- The read log says what was shown and on what ground: a reason that was typed, or an open matter in the reader's hands.
ALTER TABLE reveal ADD COLUMN field text NOT NULL DEFAULT 'phone';
ALTER TABLE reveal ADD COLUMN basis text NOT NULL DEFAULT 'reason';
ALTER TABLE reveal ADD CONSTRAINT reveal_field_known CHECK (field IN ('phone', 'identity', 'contact', 'extract'));
ALTER TABLE reveal ADD CONSTRAINT reveal_basis_known CHECK (basis IN ('reason', 'handler', 'request'));
CREATE INDEX reveal_by_person ON reveal (tenant_id, person_id, at DESC);
CREATE INDEX reveal_of_customer ON reveal (tenant_id, customer_id, at DESC, id DESC);

-- A notice may be about something else than a ticket.
ALTER TABLE notice ALTER COLUMN ticket_id DROP NOT NULL;

-- Words that name a person leave the search with the person.
GRANT DELETE ON ticket_token TO shouwen_app;

-- Housekeeping by the group's rules. The application itself may delete no line of the read log.
CREATE FUNCTION app.forget_reads(p_tenant bigint, p_reads_before timestamptz, p_notices_before timestamptz)
RETURNS TABLE (reads bigint, notices bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH old_reads AS (DELETE FROM public.reveal r WHERE r.tenant_id = p_tenant AND r.at < p_reads_before RETURNING 1),
        old_notices AS (DELETE FROM public.notice n WHERE n.tenant_id = p_tenant AND n.read_at < p_notices_before RETURNING 1)
    SELECT (SELECT count(*) FROM old_reads), (SELECT count(*) FROM old_notices);
$$;
-- The day's work of the retention rules, once for each tenant.
CREATE FUNCTION app.enqueue_retention(p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    queued integer;
BEGIN
    INSERT INTO public.job (tenant_id, kind, payload, unique_key, priority, run_at, created_at)
    SELECT t.id, 'applyRetention', '{}', 'applyRetention', 200, p_now, p_now
    FROM public.tenant t
    WHERE t.closed_at IS NULL AND NOT EXISTS (SELECT FROM public.job j WHERE j.tenant_id = t.id AND j.kind = 'applyRetention'
        AND j.created_at > p_now - interval '20 hours')
    ON CONFLICT (tenant_id, unique_key) WHERE state IN ('ready', 'leased') DO NOTHING;
    GET DIAGNOSTICS queued = ROW_COUNT;
    RETURN queued;
END $$;
REVOKE ALL ON FUNCTION app.forget_reads(bigint, timestamptz, timestamptz), app.enqueue_retention(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.forget_reads(bigint, timestamptz, timestamptz), app.enqueue_retention(timestamptz) TO shouwen_app;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM customer WHERE phone <> '') THEN
        ALTER TABLE customer VALIDATE CONSTRAINT customer_phone_gone;
    END IF;
END $$;

GRANT USAGE ON SEQUENCE shared_area_id_seq, customer_contact_id_seq, customer_merge_id_seq, consent_id_seq, data_request_id_seq TO shouwen_app;
