package io.pagestream.operators.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.request.Reading;
import io.pagestream.imaging.decode.DecodeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonsTest {

    @ParameterizedTest
    @EnumSource
    void aReasonOfADecoderKeepsItsName(DecodeException.Reason reason) {
        assertThat(Reasons.of(reason)).hasToString(reason.name());
    }

    @ParameterizedTest
    @EnumSource
    void aReasonOfTheEngineKeepsItsName(Reading.Reason reason) {
        assertThat(Reasons.of(reason).name()).endsWith(reason.name());
    }
}
