-- What collecting answers still needed: who declined and why, who wrote and decided a year's plan, and tables of a third party.

-- A household's refusal says why, and who took it back (0020 knew who and when). Old rows keep an empty reason.
ALTER TABLE survey_opt_out ADD COLUMN reason text NOT NULL DEFAULT '';
ALTER TABLE survey_opt_out ADD COLUMN ended_by_name text NOT NULL DEFAULT '';
GRANT UPDATE (ended_by_name) ON survey_opt_out TO shouwen_app;
CREATE INDEX survey_opt_out_house ON survey_opt_out (tenant_id, house_id, id DESC);

-- Whoever wrote a plan does not approve it; a plan that is sent back says why.
ALTER TABLE survey_plan ADD COLUMN written_by bigint;
ALTER TABLE survey_plan ADD COLUMN decision_note text NOT NULL DEFAULT '';
ALTER TABLE survey_plan ADD CONSTRAINT survey_plan_written_by_fkey FOREIGN KEY (tenant_id, written_by) REFERENCES person (tenant_id, id);
GRANT UPDATE (written_by, decision_note) ON survey_plan TO shouwen_app;

-- Answers that a third party collected come in as a table (SURVEY-P1): the run knows its wave. source_ref is the number under which the firm
-- keeps a respondent: the same table brought in twice adds nothing.
ALTER TABLE import_run ADD COLUMN wave_id bigint;
ALTER TABLE import_run DROP CONSTRAINT import_run_kind_known;
ALTER TABLE import_run ADD CONSTRAINT import_run_kind_known CHECK (kind IN ('houses', 'owners', 'people', 'answers'));
ALTER TABLE import_run ADD CONSTRAINT import_run_wave_named CHECK ((kind = 'answers') = (wave_id IS NOT NULL));
ALTER TABLE import_run ADD CONSTRAINT import_run_wave_fkey FOREIGN KEY (tenant_id, wave_id) REFERENCES survey_wave (tenant_id, id);
ALTER TABLE survey_response ADD COLUMN source_ref text COLLATE "C";
CREATE UNIQUE INDEX survey_response_source_key ON survey_response (tenant_id, wave_id, source_ref) WHERE source_ref IS NOT NULL;

-- Second entries that differ wait as those do that are due.
CREATE INDEX survey_response_check_open ON survey_response (tenant_id, wave_id, project_id, id) WHERE check_state IN ('due', 'different');
