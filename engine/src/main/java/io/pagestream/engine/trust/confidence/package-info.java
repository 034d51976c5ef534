/**
 * How sure the model was of which part of its answer.
 *
 * <p>From probabilities of tokens to lines, fields and spans of text. Values only; any thread. Start reading at {@code
 * TextConfidence}.
 */
package io.pagestream.engine.trust.confidence;
