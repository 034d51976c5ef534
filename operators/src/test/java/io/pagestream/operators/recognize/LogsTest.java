package io.pagestream.operators.recognize;

import static io.pagestream.operators.recognize.Recognising.opened;
import static io.pagestream.operators.recognize.Recognising.record;
import static io.pagestream.operators.recognize.Recognising.tiled;
import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.metrics.CountDeadLetters;
import io.pagestream.operators.metrics.LoggedRecord;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What stands in the log at its finest: which document and page, and nothing that stands on it. */
@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class LogsTest {

    private static final String SECRET = "IBAN DE89 3704 0044 0532 0130 00";

    private final List<LogEvent> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext log = (LoggerContext) LogManager.getContext(false);
    private final AbstractAppender kept = new AbstractAppender("kept", null, null, false, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent line) {
            lines.add(line.toImmutable());
        }
    };
    private final List<String> loggers = List.of("io.pagestream", "pagestream");

    @BeforeEach
    void keepEverything() {
        kept.start();
        for (String name : loggers) {
            LoggerConfig config = new LoggerConfig(name, Level.ALL, false);
            config.addAppender(kept, Level.ALL, null);
            log.getConfiguration().addLogger(name, config);
        }
        log.updateLoggers();
    }

    @AfterEach
    void asBefore() {
        loggers.forEach(log.getConfiguration()::removeLogger);
        log.updateLoggers();
    }

    @Test
    void aPageThatIsReadIsNamedAndItsTextIsNotLogged() throws Exception {
        FakeEngine engine = FakeEngine.fresh();
        try (var recognise = opened()) {
            recognise.processElement(record(tiled("exact_56.png")));
            engine.asked().get(0).answer(SECRET);
            recognise.endInput();
        }

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.getContextData().toMap()).containsEntry("document", "exact_56.png");
            assertThat(line.getContextData().toMap()).containsEntry("page", "0");
        });
        assertNoSecret();
        assertThat(MDC.get(LoggedRecord.DOCUMENT)).isNull();
    }

    @Test
    void aDeadLetterIsLoggedByItsReasonAndWithoutItsDetail() throws Exception {
        Page page = Samples.page("exact_56.png", "read");
        page.setDocumentId("two\nlines");
        DeadLetter letter = DeadLetters.ofPage(Stage.TILE, page, Reason.CORRUPT, "cannot read " + SECRET, "model");
        try (var count = new OneInputStreamOperatorTestHarness<>(new StreamMap<>(new CountDeadLetters("logs")))) {
            count.open();
            count.processElement(letter, 0);
        }

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.getMessage().getFormattedMessage()).isEqualTo("dead letter: CORRUPT in TILE");
            assertThat(line.getContextData().toMap()).containsEntry("document", "two_lines");
        });
        assertNoSecret();
    }

    private void assertNoSecret() {
        assertThat(lines)
                .noneMatch(line -> line.getMessage().getFormattedMessage().contains("IBAN")
                        || line.getContextData().toMap().toString().contains("IBAN"));
    }
}
