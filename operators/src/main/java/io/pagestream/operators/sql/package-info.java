/**
 * The stream as a model of Flink SQL: {@code CREATE MODEL ... WITH ('provider' = 'pagestream')} and {@code ML_PREDICT}.
 *
 * <p>Joins the stages from fetch to recognise and answer inside one asynchronous function; knows their doors, and makes no
 * pixels, prompts or texts itself. Needs Flink's Table API at run time, the only room that does. Start reading at {@code
 * PagestreamModelFactory}, and where it runs at {@code DocumentReader}.
 */
package io.pagestream.operators.sql;
