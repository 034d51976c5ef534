/**
 * The command {@code parity}: golden folders on a device, a table of what holds and of the first difference where something
 * does not. Knows files, pictures and the judge in {@code models}, no stream. One thread. Start with {@link
 * io.pagestream.jobs.parity.Parity}.
 */
package io.pagestream.jobs.parity;
