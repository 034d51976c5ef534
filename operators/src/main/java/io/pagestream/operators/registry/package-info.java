/**
 * Schema registries: which schema a record was written with, and under which id a schema is known.
 *
 * <p>Knows Avro schemas and two REST interfaces, no stage. A registry may be asked by any thread, and a caller waits for
 * its answer. Start reading at {@code SchemaRegistry}.
 */
package io.pagestream.operators.registry;
