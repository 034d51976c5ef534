package io.pagestream.jobs.command;

import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration with its unit, such as {@code 90s} or {@code 5min}; a number without one is refused. */
public final class UnitDuration implements ITypeConverter<Duration> {

    private static final Duration MOST = Duration.ofHours(4);

    @Override
    public Duration convert(String value) {
        Duration duration;
        try {
            if (value.strip().matches("\\d+")) {
                throw new NumberFormatException("no unit");
            }
            duration = TimeUtils.parseDuration(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new TypeConversionException("'" + value + "' is not a time with a unit, such as 90s, 5min or 1h");
        }
        if (duration.isZero() || duration.compareTo(MOST) > 0) {
            throw new TypeConversionException("'" + value + "' must be more than nothing and at most 4h");
        }
        return duration;
    }
}
