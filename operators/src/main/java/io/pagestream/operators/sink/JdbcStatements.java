package io.pagestream.operators.sink;

/**
 * What is said to PostgreSQL for each record. The first parameter is the record's line of JSON; a field that the line leaves
 * out has the default of its column. The tables are those of {@code deploy/postgresql.sql}.
 *
 * <p>Keys are hashes of what identifies a row, because an index of PostgreSQL takes no more than 2,704 bytes and a document's
 * name may be longer.
 */
final class JdbcStatements {

    static final String RESULT = """
            WITH line AS (
              SELECT doc, sha256(convert_to(jsonb_build_array(
                  doc->'documentId', doc->'model', doc->'promptVersion')::text, 'UTF8')) AS id
              FROM (SELECT ?::jsonb AS doc) AS given
            ), document AS (
              INSERT INTO pagestream_results (id, document_id, model, prompt_version, status, source_uri, page_count, tenant, record)
              SELECT id, doc->>'documentId', doc->>'model', doc->>'promptVersion', doc->>'status', doc->'source'->>'uri',
                  (doc->>'pageCount')::int, coalesce(doc->>'tenant', ''), doc - 'pages'
              FROM line
              ON CONFLICT (id) DO UPDATE SET status = excluded.status, source_uri = excluded.source_uri,
                  page_count = excluded.page_count, tenant = excluded.tenant, record = excluded.record, written = excluded.written
            ), stale AS (
              DELETE FROM pagestream_pages USING line WHERE result_id = line.id AND position NOT IN (
                SELECT (sheet->>'position')::int FROM jsonb_array_elements(coalesce(doc->'pages', '[]')) AS sheet)
            )
            INSERT INTO pagestream_pages (result_id, position, document_id, page, text, finish_reason, failure, confidence, record)
            SELECT id, (page->>'position')::int, doc->>'documentId', (page->>'index')::int, coalesce(page->>'text', ''),
                page->>'finishReason', page->>'failure', (page->>'confidence')::double precision, page - 'text'
            FROM line, jsonb_array_elements(coalesce(doc->'pages', '[]')) AS page
            ON CONFLICT (result_id, position) DO UPDATE SET page = excluded.page, text = excluded.text,
                finish_reason = excluded.finish_reason, failure = excluded.failure, confidence = excluded.confidence,
                record = excluded.record
            """;

    static final String ANSWER = """
            INSERT INTO pagestream_answers (id, document_id, page, question_id, model, prompt_version, question, answer, json,
                confidence, tenant, record)
            SELECT sha256(convert_to(jsonb_build_array(doc->'documentId', doc->'page', doc->'questionId', doc->'model',
                    doc->'promptVersion')::text, 'UTF8')),
                doc->>'documentId', (doc->>'page')::int, doc->>'questionId', doc->>'model', doc->>'promptVersion',
                doc->>'question', doc->>'answer', doc->'json', (doc->>'confidence')::double precision,
                coalesce(doc->>'tenant', ''), doc
            FROM (SELECT ?::jsonb AS doc) AS given
            ON CONFLICT (id) DO UPDATE SET question = excluded.question, answer = excluded.answer, json = excluded.json,
                confidence = excluded.confidence, tenant = excluded.tenant, record = excluded.record, written = excluded.written
            """;

    static final String DEAD_LETTER = """
            INSERT INTO pagestream_dead_letters (id, stage, reason, detail, document_id, page, question_id, model, tenant,
                original_uri, record, original, request)
            SELECT sha256(convert_to(jsonb_build_array(doc->'stage', doc->'reason', doc->'documentId', doc->'page',
                    doc->'questionId', doc->'model', doc->'originalUri', salt)::text, 'UTF8')),
                doc->>'stage', doc->>'reason', doc->>'detail', doc->>'documentId', (doc->>'page')::int, doc->>'questionId',
                coalesce(doc->>'model', ''), coalesce(doc->>'tenant', ''), doc->>'originalUri',
                doc - 'original' - 'request', original, request
            FROM (SELECT ?::jsonb AS doc, ?::bytea AS original, ?::bytea AS request, ?::text AS salt) AS given
            ON CONFLICT (id) DO UPDATE SET detail = excluded.detail, tenant = excluded.tenant, record = excluded.record,
                original = excluded.original, request = excluded.request, written = excluded.written
            """;

    private JdbcStatements() {}
}
