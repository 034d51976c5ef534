/**
 * {@code view}: a local web page over a folder of results; no model, no Flink job.
 *
 * <p>{@code ResultFolder} follows the files, {@code PagePictures} of {@code command} shows the pages, {@code ViewServer} answers the browser; what
 * runs in the browser is the resource folder {@code viewer}. Everything that stands in results is taken for hostile: it is sent
 * as JSON or as escaped HTML, under a policy that forbids scripts other than the viewer's own. Used by the threads of the web
 * server. Start reading at {@code ViewResults}.
 */
package io.pagestream.jobs.view;
