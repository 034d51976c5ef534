package io.pagestream.engine.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptLookupTest {

    @Test
    void whatStoodBehindTheSameTokensIsProposed() {
        PromptLookup lookup = answer(1, 2, 3, 4, 5, 9, 2, 3);
        assertThat(lookup.propose(2)).containsExactly(4, 5);
        assertThat(lookup.propose(10)).containsExactly(4, 5, 9, 2, 3);
        lookup.append(4);
        assertThat(lookup.propose(2)).containsExactly(5, 9);
        lookup.append(7);
        assertThat(lookup.propose(2)).isEmpty();
    }

    @Test
    void nothingIsProposedWhereNothingFits() {
        assertThat(new PromptLookup().propose(5)).isEmpty();
        assertThat(answer(1).propose(5)).isEmpty();
        assertThat(answer(1, 2, 3, 4, 5).propose(5)).isEmpty();
    }

    @Test
    void threeTokensTellMoreThanTwo() {
        PromptLookup lookup = answer(7, 1, 2, 50, 8, 1, 2, 60, 7, 1, 2);
        assertThat(lookup.propose(1)).containsExactly(50);
    }

    @Test
    void ofSeveralPlacesTheNewestWins() {
        assertThat(answer(1, 2, 3, 0, 1, 2, 4, 9, 1, 2).propose(1)).containsExactly(4);
    }

    @Test
    void aReferenceIsFollowedThoughARunStandsInItTwice() {
        PromptLookup lookup = new PromptLookup();
        lookup.addReference(new int[] {1, 2, 3, 10, 11, 1, 2, 3, 20, 21});
        for (int token : new int[] {99, 1, 2}) {
            lookup.append(token);
        }
        assertThat(lookup.propose(4)).containsExactly(3, 20, 21); // the newest place, and not beyond the reference
        lookup.append(3);
        lookup.append(10); // so it is the first place
        for (int token : new int[] {11, 1, 2}) {
            lookup.propose(1);
            lookup.append(token);
        }
        assertThat(lookup.propose(3)).containsExactly(3, 20, 21);
        assertThatThrownBy(() -> lookup.addReference(new int[] {1})).hasMessageContaining("tokens already");
    }

    @Test
    void referencesAreNotJoined() {
        PromptLookup lookup = new PromptLookup();
        lookup.addReference(new int[] {1, 2});
        lookup.addReference(new int[] {3, 4});
        lookup.append(2);
        lookup.append(3);
        assertThat(lookup.propose(1)).isEmpty();
    }

    @Test
    void anAnswerThatIsItsReferenceNeedsAFewSteps() {
        int[] page = new Random(3).ints(2000, 0, 500).toArray();
        assertThat(steps(page, page, 16)).isLessThan(2000 / 10);
        int[] misread = page.clone();
        for (int i = 25; i < misread.length; i += 50) {
            misread[i] = 1000 + i;
        }
        assertThat(steps(page, misread, 16)).isLessThan(2000 / 3);
    }

    @Test
    void anAnswerWithoutAnyLikenessIsHardlyDrafted() {
        int[] answer = new Random(5).ints(4000, 0, 60).toArray(); // pairs come again and tell nothing
        DraftPolicy policy = new DraftPolicy(16);
        int steps = steps(new int[0], answer, policy);
        assertThat(policy.drafted()).isLessThan(600);
        assertThat(steps).isBetween(3800, 4000);
    }

    private static int steps(int[] reference, int[] answer, int most) {
        PromptLookup lookup = new PromptLookup();
        lookup.addReference(reference);
        return run(lookup, answer, new DraftPolicy(most));
    }

    private static int steps(int[] reference, int[] answer, DraftPolicy policy) {
        PromptLookup lookup = new PromptLookup();
        lookup.addReference(reference);
        return run(lookup, answer, policy);
    }

    /** A model that will say {@code answer}: each step checks a draft and adds one token. */
    private static int run(PromptLookup lookup, int[] answer, DraftPolicy policy) {
        int steps = 0;
        for (int said = 0; said < answer.length; steps++) {
            int[] draft = lookup.propose(policy.length());
            int right = 0;
            while (right < draft.length && said + right < answer.length && draft[right] == answer[said + right]) {
                right++;
            }
            int end = Math.min(answer.length, said + right + 1);
            IntStream.range(said, end).forEach(i -> lookup.append(answer[i]));
            policy.book(draft.length, right);
            said = end;
        }
        return steps;
    }

    private static PromptLookup answer(int... tokens) {
        PromptLookup lookup = new PromptLookup();
        Arrays.stream(tokens).forEach(lookup::append);
        return lookup;
    }
}
