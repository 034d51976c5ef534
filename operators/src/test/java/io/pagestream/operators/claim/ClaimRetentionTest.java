package io.pagestream.operators.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimRetentionTest {

    @TempDir
    Path store;

    @Test
    void aDayIsRemovedWhenItIsOverForLongEnoughAndNothingElseIs() throws Exception {
        for (String name : new String[] {"2026-03-01", "2026-03-02", "2026-03-03", "ab", "notes"}) {
            Files.writeString(
                    Files.createDirectories(store.resolve(name).resolve("ab")).resolve("abc"), "x");
        }
        ClaimRetention retention = at("2026-03-04T00:00:01Z", Duration.ofDays(1));

        assertThat(retention.clean()).isEqualTo(2);

        assertThat(store).isDirectoryNotContaining("glob:**/2026-03-0[12]");
        assertThat(store.resolve("2026-03-03/ab/abc")).exists();
        assertThat(store.resolve("ab/ab/abc")).exists();
        assertThat(store.resolve("notes")).exists();
        assertThat(retention.clean()).isZero();
    }

    @Test
    void whatCameTodayStays() throws Exception {
        new ContentStore(store.toUri().toString()).put(new byte[] {1});

        assertThat(new ClaimRetention(store.toUri().toString(), Duration.ofSeconds(1), Clock.systemUTC()).clean())
                .isZero();
        assertThat(at(Instant.now().plus(Duration.ofDays(2)).toString(), Duration.ofSeconds(1))
                        .clean())
                .isEqualTo(1);
    }

    @Test
    void aStoreThatIsNotThereYetIsClean() throws Exception {
        String absent = store.resolve("absent").toUri().toString();

        assertThat(new ClaimRetention(absent, Duration.ofDays(1), Clock.systemUTC()).clean())
                .isZero();
    }

    private ClaimRetention at(String now, Duration keep) {
        return new ClaimRetention(store.toUri().toString(), keep, Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }
}
