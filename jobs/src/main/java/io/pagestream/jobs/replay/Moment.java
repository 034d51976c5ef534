package io.pagestream.jobs.replay;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time, {@code 2026-03-01T12:00:00Z}, or how long ago it was: {@code 2h}. */
final class Moment implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            return ago(value);
        }
    }

    private static Instant ago(String value) {
        try {
            if (value.strip().matches("\\d+")) {
                throw new NumberFormatException("no unit");
            }
            return Instant.now().minus(TimeUtils.parseDuration(value));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new TypeConversionException("'" + value
                    + "' is not a time such as 2026-03-01T12:00:00Z, nor one with a unit such as 2h, for ago");
        }
    }
}
