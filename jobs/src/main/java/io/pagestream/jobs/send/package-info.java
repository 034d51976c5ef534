/** Puts requests for documents into the topic of a stream. */
package io.pagestream.jobs.send;
