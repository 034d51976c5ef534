/**
 * The engine: answers many requests at a time with one model on one device.
 *
 * <p>{@code OcrEngine} is the door and {@code SharedEngines} opens it; both may be used from any thread. Behind them one
 * thread owns all sequences, blocks and the device. Knows neither Flink nor Avro. Start reading at {@code EngineLoop}.
 */
package io.pagestream.engine;
