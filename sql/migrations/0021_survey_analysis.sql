-- What the figures of surveys are made of, beside the counted answers of 0016.

-- The group's own rule for satisfaction degree and rate (SURVEY-R8), in versions that are never changed: a wave is counted by the newest one
-- when its sample was drawn, so that no figure moves because a rule does. Version 0 is the standard and has no row.
CREATE TABLE survey_formula (
    tenant_id bigint NOT NULL,
    version integer NOT NULL,
    top_boxes smallint NOT NULL,
    not_applicable text NOT NULL,
    weighting text NOT NULL,
    confidence text NOT NULL,
    least_answers smallint NOT NULL,
    low_at smallint NOT NULL,
    reason text NOT NULL,
    set_by_name text NOT NULL,
    set_at timestamptz NOT NULL
);
SELECT app.place('survey_formula', 'tenant');
ALTER TABLE survey_formula ADD CONSTRAINT survey_formula_pkey PRIMARY KEY (tenant_id, version);
ALTER TABLE survey_formula ADD CONSTRAINT survey_formula_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_formula ADD CONSTRAINT survey_formula_version_positive CHECK (version > 0);
ALTER TABLE survey_formula ADD CONSTRAINT survey_formula_numbers CHECK (top_boxes BETWEEN 1 AND 3 AND least_answers BETWEEN 5 AND 100 AND low_at BETWEEN 0 AND 60);
ALTER TABLE survey_formula ADD CONSTRAINT survey_formula_not_applicable_known CHECK (not_applicable IN ('exclude', 'neutral'));
ALTER TABLE survey_formula ADD CONSTRAINT survey_formula_weighting_known CHECK (weighting IN ('households', 'answers'));
ALTER TABLE survey_formula ADD CONSTRAINT survey_formula_confidence_known CHECK (confidence IN ('90', '95', '99'));
SELECT app.protect('survey_formula', 'tenant', 'SELECT, INSERT');

-- Sums of persons' scores by project, segment and dimension ('*' the whole, '*nps' the net promoter score): enough for mean, spread and
-- derived importance, since a histogram of questions knows nothing of persons. degree and satisfied are in hundredths (0 to 10,000); the pair
-- columns hold the degree beside the same person's whole.
CREATE TABLE survey_score (
    tenant_id bigint NOT NULL,
    company_id bigint NOT NULL,
    project_id bigint NOT NULL,
    wave_id bigint NOT NULL,
    segment text COLLATE "C" NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    degree bigint NOT NULL,
    degree_squares bigint NOT NULL,
    satisfied bigint NOT NULL,
    satisfied_squares bigint NOT NULL,
    pairs bigint NOT NULL,
    pair_degree bigint NOT NULL,
    pair_degree_squares bigint NOT NULL,
    pair_whole bigint NOT NULL,
    pair_whole_squares bigint NOT NULL,
    pair_products bigint NOT NULL
);
SELECT app.place('survey_score', 'tenant');
ALTER TABLE survey_score ADD CONSTRAINT survey_score_pkey PRIMARY KEY (tenant_id, wave_id, segment, project_id, dimension);
ALTER TABLE survey_score ADD CONSTRAINT survey_score_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE survey_score ADD CONSTRAINT survey_score_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_score ADD CONSTRAINT survey_score_project_fkey FOREIGN KEY (tenant_id, project_id) REFERENCES org_unit (tenant_id, id);
ALTER TABLE survey_score ADD CONSTRAINT survey_score_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
SELECT app.protect('survey_score', 'figures', 'SELECT, INSERT, UPDATE (n, degree, degree_squares, satisfied, satisfied_squares, pairs, pair_degree, pair_degree_squares, pair_whole, pair_whole_squares, pair_products)');
