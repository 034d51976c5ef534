/**
 * What is asked of the engine and what it answers.
 *
 * <p>Values only: immutable, any thread; it knows no device and no schedule. Start reading at {@code ReadingRequest}.
 */
package io.pagestream.engine.request;
