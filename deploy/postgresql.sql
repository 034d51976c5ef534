-- The tables of  pagestream.sink: JDBC , for PostgreSQL 11 or later. Once, before the job starts:
--   psql -d DATABASE -f postgresql.sql
-- The job's user needs INSERT, UPDATE and SELECT on them. In another schema than the user's first:
--   pagestream.jdbc.url: jdbc:postgresql://HOST/DATABASE?currentSchema=NAME
--
-- A row is found again by what identifies it: the same document read by the same model with the same prompt replaces its row,
-- another model or another prompt writes beside. id is a SHA-256 of these names. record holds every field of the record as
-- JSON Lines has it (without what has a column of bytes or text of its own).

CREATE TABLE IF NOT EXISTS pagestream_results (
  id             bytea PRIMARY KEY,        -- of document_id, model, prompt_version
  document_id    text NOT NULL,
  model          text NOT NULL,
  prompt_version text NOT NULL,
  status         text NOT NULL,
  source_uri     text NOT NULL,
  page_count     integer NOT NULL,
  tenant         text NOT NULL,
  record         jsonb NOT NULL,
  written        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS pagestream_results_document ON pagestream_results USING hash (document_id);

CREATE TABLE IF NOT EXISTS pagestream_pages (
  result_id      bytea NOT NULL REFERENCES pagestream_results (id) ON DELETE CASCADE,
  position       integer NOT NULL,         -- 0 is the first page that was asked for
  document_id    text NOT NULL,
  page           integer NOT NULL,         -- 0 is the first page of the document
  text           text NOT NULL,
  finish_reason  text NOT NULL,
  failure        text,
  confidence     double precision,
  record         jsonb NOT NULL,
  PRIMARY KEY (result_id, position)
);
CREATE INDEX IF NOT EXISTS pagestream_pages_document ON pagestream_pages USING hash (document_id);

CREATE TABLE IF NOT EXISTS pagestream_answers (
  id             bytea PRIMARY KEY,        -- of document_id, page, question_id, model, prompt_version
  document_id    text NOT NULL,
  page           integer NOT NULL,         -- 0 is the first page of the document; -1: all pages together
  question_id    text NOT NULL,
  model          text NOT NULL,
  prompt_version text NOT NULL,
  question       text NOT NULL,
  answer         text NOT NULL,
  json           jsonb,
  confidence     double precision,
  tenant         text NOT NULL,
  record         jsonb NOT NULL,
  written        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS pagestream_answers_document ON pagestream_answers USING hash (document_id);

CREATE TABLE IF NOT EXISTS pagestream_dead_letters (
  id             bytea PRIMARY KEY,        -- of stage, reason, document_id, page, question_id, model, original_uri
  stage          text NOT NULL,
  reason         text NOT NULL,
  detail         text NOT NULL,
  document_id    text NOT NULL,
  page           integer,
  question_id    text,
  model          text NOT NULL,
  tenant         text NOT NULL,
  original_uri   text,
  record         jsonb NOT NULL,
  original       bytea,
  request        bytea,
  written        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS pagestream_dead_letters_document ON pagestream_dead_letters USING hash (document_id);
