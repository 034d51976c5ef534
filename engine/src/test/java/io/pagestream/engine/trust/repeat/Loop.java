package io.pagestream.engine.trust.repeat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An answer that fell into a loop.
 *
 * @param kind of what is repeated
 * @param name for people
 * @param lead good text before
 * @param copy the copy with this number, from 1
 * @param allowance characters behind the first copy after which it must be cut, if they are more than three copies
 */
record Loop(Kind kind, String name, String lead, IntFunction<String> copy, int allowance) {

    enum Kind {
        CHARACTERS,
        WORDS,
        LINES,
        ROWS
    }

    private static final String[] NAMES = {"Anna", "Bert", "Carl", "Dora", "Emil", "Fina", "Gerd", "Hans"};

    private static final String PROSE = "The annual report was approved by the assembly on 14 May.\n\n";
    private static final String HEAD =
            "# List of deliveries\n\n| No | Item | Price |\n|---|---|---|\n| 1 | Rope | 12.50 |\n";

    @Override
    public String toString() {
        return kind + ": " + name;
    }

    static List<Loop> all() {
        List<Loop> loops = new ArrayList<>();
        characters(loops);
        words(loops);
        lines(loops);
        rows(loops);
        return loops;
    }

    private static void add(
            List<Loop> to, Kind kind, String name, String lead, int allowance, IntFunction<String> copy) {
        to.add(new Loop(kind, name, lead, copy, allowance));
    }

    private static void exact(List<Loop> to, Kind kind, String name, String lead, int allowance, String copy) {
        add(to, kind, name, lead, allowance, n -> copy);
    }

    private static void characters(List<Loop> to) {
        exact(to, Kind.CHARACTERS, "one letter", PROSE, 1100, "a");
        exact(to, Kind.CHARACTERS, "one digit", PROSE, 1100, "0");
        exact(to, Kind.CHARACTERS, "dots without end", PROSE + "Contents ", 1100, ".");
        exact(to, Kind.CHARACTERS, "dots with blanks", PROSE, 2200, ". ");
        exact(to, Kind.CHARACTERS, "a rule without end", PROSE, 1100, "-");
        exact(to, Kind.CHARACTERS, "blanks", PROSE, 1100, " ");
        exact(to, Kind.CHARACTERS, "empty lines", PROSE, 4100, "\n");
        exact(to, Kind.CHARACTERS, "two letters", PROSE, 1100, "ab");
        exact(to, Kind.CHARACTERS, "a long run of letters without blanks", PROSE, 1100, "qwertyuiopasdfg");
        exact(to, Kind.CHARACTERS, "one ideograph", "年度报告\n", 110, "的");
        exact(to, Kind.CHARACTERS, "one kana", "年次報告\n", 110, "ー");
        exact(to, Kind.CHARACTERS, "an emoji", PROSE, 1100, "🎉");
    }

    private static void words(List<Loop> to) {
        exact(to, Kind.WORDS, "one short word", PROSE, 900, "the ");
        exact(to, Kind.WORDS, "one word", PROSE, 420, "total ");
        exact(to, Kind.WORDS, "a value", PROSE, 1050, "N/A, ");
        exact(to, Kind.WORDS, "two words", PROSE, 320, "annual report ");
        exact(to, Kind.WORDS, "a phrase", PROSE, 420, "and the members of the committee ");
        exact(
                to,
                Kind.WORDS,
                "a sentence",
                PROSE,
                0,
                "The company shall deliver the goods to the address that is named in the order. ");
        exact(to, Kind.WORDS, "a sentence of ideographs", "年度报告\n", 0, "本公司董事会及全体董事保证本公告内容不存在任何虚假记载。");
        exact(to, Kind.WORDS, "a Thai phrase", "รายงานประจำปี\n", 0, "ขอขอบคุณที่ให้ความร่วมมือ");
        exact(
                to,
                Kind.WORDS,
                "a paragraph",
                PROSE,
                0,
                "In the event that the supplier cannot deliver within thirty days, the customer may withdraw from the contract, "
                        + "and payments already made are returned without deduction; further claims for damages, whatever their "
                        + "legal basis may be, are excluded unless the supplier acted with intent or gross negligence.\n\n");
        exact(to, Kind.WORDS, "half a page", PROSE, 0, halfPage());
        add(
                to,
                Kind.WORDS,
                "a sentence that counts",
                PROSE,
                380,
                n -> "The value of parameter " + n + " is defined in section " + (n + 3) + " of this document. ");
        add(
                to,
                Kind.WORDS,
                "a sentence with letters that count",
                PROSE,
                400,
                n -> "Appendix " + (char) ('A' + n % 26)
                        + " contains the detailed results of the measurement series. ");
        add(
                to,
                Kind.WORDS,
                "a sentence with a letter changed each time",
                PROSE,
                380,
                n -> "The committee has received the report" + " of the commis" + (char) ('a' + n % 26)
                        + "ion and approved its recommendations. ");
        add(to, Kind.WORDS, "years that go on", PROSE, 2800, n -> "in the year " + (1900 + n) + ", ");
        add(to, Kind.WORDS, "figures that count", PROSE, 1600, n -> n + ", ");
    }

    private static void lines(List<Loop> to) {
        exact(to, Kind.LINES, "one short line", PROSE, 520, "Total\n");
        exact(to, Kind.LINES, "one line", PROSE, 380, "Department of Finance and Economics\n");
        exact(to, Kind.LINES, "a heading", PROSE, 420, "## Notes to the consolidated statements\n\n");
        exact(to, Kind.LINES, "an address", PROSE, 0, "Example Company Limited\n12 Station Road\nSpringfield\n\n");
        exact(
                to,
                Kind.LINES,
                "a list",
                PROSE,
                0,
                "- Apples from the region\n- Bread of yesterday\n- Cheese without rind\n- Dates and dried plums\n- Eggs, medium\n");
        exact(
                to,
                Kind.LINES,
                "a block of a form",
                PROSE,
                700,
                "Name of witness:\nAddress:\nOccupation:\nSignature:\n\n");
        add(to, Kind.LINES, "numbered lines", PROSE, 1300, n -> n + ". See the instructions on the reverse side\n");
        add(to, Kind.LINES, "captions", PROSE, 1200, n -> "Figure " + n + ": Results of the experiment\n");
        add(to, Kind.LINES, "numbers of empty items", PROSE, 3300, n -> n + ".\n");
        add(
                to,
                Kind.LINES,
                "a name changed in each line",
                PROSE,
                4600,
                n -> name(n) + " declares that the information given above is complete and correct.\n");
        add(
                to,
                Kind.LINES,
                "lines of different lengths",
                PROSE,
                5600,
                n -> "The applicant " + name(n) + (chance(n) % 3 == 0 ? " Maria" : "")
                        + " confirms that all statements are complete and correct.\n");
    }

    private static void rows(List<Loop> to) {
        exact(
                to,
                Kind.ROWS,
                "a row of words",
                HEAD,
                420,
                "| Rope of hemp | Harbour warehouse | delivered | accepted |\n");
        exact(
                to,
                Kind.ROWS,
                "a row with figures",
                HEAD,
                1300,
                "| 17 | Shackle of steel | Harbour warehouse | 12.50 |\n");
        exact(to, Kind.ROWS, "empty rows", HEAD, 6600, "| | | |\n");
        exact(to, Kind.ROWS, "rows of zeros", HEAD, 5300, "| 0 | 0 | 0 |\n");
        exact(to, Kind.ROWS, "separators", HEAD, 4200, "|---|---|---|\n");
        exact(to, Kind.ROWS, "cells without end of row", HEAD, 1100, "| 0.00 ");
        exact(to, Kind.ROWS, "a row of HTML", HEAD, 1450, "<tr><td>Rope of hemp</td><td>Harbour warehouse</td></tr>\n");
        exact(
                to,
                Kind.ROWS,
                "three rows",
                HEAD,
                420,
                "| Rope | Harbour | delivered |\n| Chain | Station | pending |\n| Anchor | Warehouse | returned |\n");
        add(
                to,
                Kind.ROWS,
                "rows that count",
                HEAD,
                2400,
                n -> "| " + (n + 1) + " | Shackle of galvanised steel, small | Harbour warehouse | 12.50 |\n");
        add(
                to,
                Kind.ROWS,
                "rows that count, few words",
                HEAD,
                2500,
                n -> "| " + (n + 1) + " | Shackle of steel | 12.50 |\n");
        add(
                to,
                Kind.ROWS,
                "rows with invented figures",
                HEAD,
                7400,
                n -> "| " + (n + 1) + " | Shackle of galvanised steel, small | " + chance(n) % 100 + ".50 |\n");
    }

    private static String name(int n) {
        return NAMES[chance(n) % NAMES.length];
    }

    /** Without a period, and the same in every run. */
    private static int chance(int n) {
        return (int) (n * 0x9e3779b97f4a7c15L * n >>> 40);
    }

    private static String halfPage() {
        StringBuilder text = new StringBuilder();
        String[] subjects = {"supplier", "customer", "carrier", "insurer", "bank", "notary", "court", "witness"};
        String[] verbs = {"delivers", "accepts", "carries", "covers", "pays", "certifies", "decides", "confirms"};
        for (int i = 0; i < subjects.length; i++) {
            text.append("The ").append(subjects[i]).append(' ').append(verbs[i]).append(" what article ");
            text.append(i * i + 3).append(" names, within ").append(30 - 3 * i).append(" days after notice, and the ");
            text.append(subjects[(i + 3) % 8])
                    .append(" answers for it towards the ")
                    .append(subjects[(i + 5) % 8]);
            text.append(".\n");
        }
        return text.append('\n').toString();
    }
}
