package io.pagestream.engine.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DraftPolicyTest {

    @Test
    void draftsGrowWhileTheyAreRight() {
        DraftPolicy policy = new DraftPolicy(16);
        assertThat(policy.length()).isEqualTo(4);
        policy.book(4, 4);
        assertThat(policy.length()).isEqualTo(8);
        policy.book(8, 8);
        policy.book(16, 16);
        assertThat(policy.length()).isEqualTo(16);
        policy.book(16, 2);
        assertThat(policy.length()).isEqualTo(3);
        assertThat(policy.drafted()).isEqualTo(44);
        assertThat(policy.accepted()).isEqualTo(30);
    }

    @Test
    void wrongDraftsAreStoppedForLongerEachTime() {
        DraftPolicy policy = new DraftPolicy(8);
        int first = pauseAfterWrongDrafts(policy);
        int second = pauseAfterWrongDrafts(policy);
        assertThat(first).isEqualTo(32);
        assertThat(second).isEqualTo(64);
    }

    @Test
    void oneGoodWindowForgivesAll() {
        DraftPolicy policy = new DraftPolicy(8);
        pauseAfterWrongDrafts(policy);
        pauseAfterWrongDrafts(policy);
        for (int i = 0; i < 32; i++) {
            policy.book(1, 1);
        }
        assertThat(pauseAfterWrongDrafts(policy)).isEqualTo(32);
    }

    @Test
    void noDraftMeansNone() {
        DraftPolicy never = new DraftPolicy(0);
        never.book(0, 0);
        assertThat(never.length()).isZero();
        assertThatThrownBy(() -> never.book(2, 3)).hasMessageContaining("of 2 drafted tokens 3");
        assertThatThrownBy(() -> new DraftPolicy(65)).hasMessageContaining("got 65");
    }

    private static int pauseAfterWrongDrafts(DraftPolicy policy) {
        while (policy.length() > 0) {
            policy.book(policy.length(), 0);
        }
        int pause = 0;
        while (policy.length() == 0) {
            policy.book(0, 0);
            pause++;
        }
        return pause;
    }
}
