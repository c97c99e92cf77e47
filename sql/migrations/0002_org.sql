-- The tree (ORG): group, companies, projects; vendors and their sites; who serves what; where customers live.
CREATE SEQUENCE org_unit_id_seq;
CREATE TABLE org_unit (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('org_unit_id_seq'),
    kind text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    number_prefix text NOT NULL DEFAULT '',
    parent_id bigint,
    company_id bigint,
    project_id bigint,
    vendor_id bigint,
    handed_over_on date,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
SELECT app.place('org_unit', 'tenant');
ALTER TABLE org_unit ADD CONSTRAINT org_unit_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE org_unit ADD CONSTRAINT org_unit_code_key UNIQUE (tenant_id, code);
ALTER TABLE org_unit ADD CONSTRAINT org_unit_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE org_unit ADD CONSTRAINT org_unit_parent_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE org_unit ADD CONSTRAINT org_unit_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE org_unit ADD CONSTRAINT org_unit_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE org_unit ADD CONSTRAINT org_unit_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE org_unit ADD CONSTRAINT org_unit_kind_known CHECK (kind IN ('group', 'company', 'project', 'vendor', 'vendorSite'));
ALTER TABLE org_unit ADD CONSTRAINT org_unit_code_form CHECK (code ~ '^[a-z][a-z0-9-]{1,30}$');
ALTER TABLE org_unit ADD CONSTRAINT org_unit_prefix_form CHECK (number_prefix ~ '^[A-Z0-9]{0,6}$');
ALTER TABLE org_unit ADD CONSTRAINT org_unit_place CHECK (CASE kind
    WHEN 'group' THEN parent_id IS NULL AND company_id IS NULL AND project_id IS NULL AND vendor_id IS NULL
    WHEN 'company' THEN parent_id IS NOT NULL AND company_id = id AND project_id IS NULL AND vendor_id IS NULL AND number_prefix <> ''
    WHEN 'project' THEN parent_id = company_id AND company_id <> id AND project_id = id AND vendor_id IS NULL
    WHEN 'vendor' THEN parent_id IS NOT NULL AND company_id IS NULL AND project_id IS NULL AND vendor_id = id
    ELSE parent_id = vendor_id AND vendor_id <> id AND company_id IS NOT NULL AND project_id IS NOT NULL END);
CREATE UNIQUE INDEX org_unit_one_group ON org_unit (tenant_id) WHERE kind = 'group';
CREATE UNIQUE INDEX org_unit_prefix_key ON org_unit (tenant_id, number_prefix) WHERE kind = 'company';
CREATE INDEX org_unit_parent ON org_unit (tenant_id, parent_id);
CREATE INDEX org_unit_company ON org_unit (tenant_id, company_id);
CREATE INDEX org_unit_project ON org_unit (tenant_id, project_id);
CREATE INDEX org_unit_vendor ON org_unit (tenant_id, vendor_id);
SELECT app.protect('org_unit', 'org_unit', 'SELECT, INSERT, UPDATE');

-- 委托关系: vendor serves project from … to … (ORG-R15); the site is the vendor's office there.
CREATE SEQUENCE engagement_id_seq;
CREATE TABLE engagement (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('engagement_id_seq'),
    unit_id bigint NOT NULL,
    vendor_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    from_on date NOT NULL,
    to_on date,
    created_at timestamptz NOT NULL
);
SELECT app.place('engagement', 'tenant');
ALTER TABLE engagement ADD CONSTRAINT engagement_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE engagement ADD CONSTRAINT engagement_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE engagement ADD CONSTRAINT engagement_unit_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE engagement ADD CONSTRAINT engagement_vendor_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE engagement ADD CONSTRAINT engagement_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE engagement ADD CONSTRAINT engagement_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE engagement ADD CONSTRAINT engagement_from_key UNIQUE (tenant_id, project_id, from_on);
ALTER TABLE engagement ADD CONSTRAINT engagement_period CHECK (to_on IS NULL OR to_on >= from_on);
CREATE INDEX engagement_vendor ON engagement (tenant_id, vendor_id, project_id);
SELECT app.protect('engagement', 'unit', 'SELECT, INSERT, UPDATE');

CREATE SEQUENCE building_id_seq;
CREATE TABLE building (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('building_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);
SELECT app.place('building', 'tenant');
ALTER TABLE building ADD CONSTRAINT building_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE building ADD CONSTRAINT building_code_key UNIQUE (tenant_id, project_id, code);
ALTER TABLE building ADD CONSTRAINT building_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE building ADD CONSTRAINT building_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE building ADD CONSTRAINT building_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
SELECT app.protect('building', 'place', 'SELECT, INSERT, UPDATE');

-- door is the normalised address people type: building-entrance-room, for example 3-2-1102.
CREATE SEQUENCE house_id_seq;
CREATE TABLE house (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('house_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    building_id bigint NOT NULL,
    entrance text NOT NULL DEFAULT '',
    room text NOT NULL,
    door text COLLATE "C" NOT NULL,
    label text NOT NULL,
    handed_over_on date,
    created_at timestamptz NOT NULL
);
SELECT app.place('house', 'tenant');
ALTER TABLE house ADD CONSTRAINT house_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE house ADD CONSTRAINT house_door_key UNIQUE (tenant_id, project_id, door);
ALTER TABLE house ADD CONSTRAINT house_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE house ADD CONSTRAINT house_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE house ADD CONSTRAINT house_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE house ADD CONSTRAINT house_building_fkey FOREIGN KEY (tenant_id, building_id) REFERENCES building (tenant_id, id);
CREATE INDEX house_building ON house (tenant_id, building_id, id);
CREATE INDEX house_room ON house (tenant_id, room, project_id);
SELECT app.protect('house', 'place', 'SELECT, INSERT, UPDATE');

CREATE SEQUENCE customer_id_seq;
CREATE TABLE customer (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('customer_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    phone text NOT NULL,
    phone_tail text NOT NULL,
    created_at timestamptz NOT NULL
);
SELECT app.place('customer', 'tenant');
ALTER TABLE customer ADD CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE customer ADD CONSTRAINT customer_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_phone_form CHECK (phone ~ '^[0-9]{5,20}$' OR phone = '');
CREATE INDEX customer_tail ON customer (tenant_id, phone_tail, project_id);
CREATE INDEX customer_name ON customer (tenant_id, name, project_id);
SELECT app.protect('customer', 'customer', 'SELECT, INSERT, UPDATE');

CREATE SEQUENCE house_customer_id_seq;
CREATE TABLE house_customer (
    tenant_id bigint NOT NULL,
    id bigint NOT NULL DEFAULT nextval('house_customer_id_seq'),
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    house_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    relation text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    created_at timestamptz NOT NULL
);
SELECT app.place('house_customer', 'tenant');
ALTER TABLE house_customer ADD CONSTRAINT house_customer_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE house_customer ADD CONSTRAINT house_customer_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE house_customer ADD CONSTRAINT house_customer_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE house_customer ADD CONSTRAINT house_customer_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE house_customer ADD CONSTRAINT house_customer_house_fkey FOREIGN KEY (tenant_id, house_id) REFERENCES house (tenant_id, id);
ALTER TABLE house_customer ADD CONSTRAINT house_customer_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE house_customer ADD CONSTRAINT house_customer_relation_known CHECK (relation IN ('owner', 'coOwner', 'tenant', 'family', 'user', 'developer'));
ALTER TABLE house_customer ADD CONSTRAINT house_customer_period CHECK (to_on IS NULL OR to_on >= from_on);
CREATE INDEX house_customer_house ON house_customer (tenant_id, house_id);
CREATE INDEX house_customer_customer ON house_customer (tenant_id, customer_id);
SELECT app.protect('house_customer', 'customer', 'SELECT, INSERT, UPDATE');
