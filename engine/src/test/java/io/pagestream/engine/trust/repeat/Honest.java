package io.pagestream.engine.trust.repeat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pages that repeat themselves with good reason, by their names. */
final class Honest {

    private Honest() {}

    static Map<String, String> all() {
        Map<String, String> pages = new LinkedHashMap<>();
        marks(pages);
        tables(pages);
        forms(pages);
        words(pages);
        return pages;
    }

    private static void marks(Map<String, String> pages) {
        pages.put(
                "table of contents",
                lines(45, n -> n + "." + n % 4 + " Chapter of this name " + ".".repeat(120 - n) + " " + (n * 3 + 7)));
        pages.put("leaders with blanks", lines(45, n -> "Section " + word(n) + " " + ". ".repeat(60) + n * 2));
        pages.put("rules between paragraphs", lines(12, n -> "-".repeat(150) + "\n" + word(n) + " " + word(n * 7)));
        pages.put("lines to write on", lines(35, n -> "_".repeat(80)));
        pages.put("wide separator", "| a ".repeat(60) + "|\n" + "|---".repeat(60) + "|\n");
        pages.put("stars", "Intermission\n" + "* * * * * * * * * *\n".repeat(6));
        pages.put("empty squares of a crossword", lines(15, n -> "□".repeat(15)));
    }

    private static void tables(Map<String, String> pages) {
        pages.put("empty table", "| Name | Date | Signature |\n|---|---|---|\n" + "| | | |\n".repeat(50));
        pages.put("list to sign", lines(40, n -> "| " + n + " | | | |"));
        pages.put("zeros", lines(45, n -> "| 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"));
        pages.put("zeros with decimals", lines(40, n -> "| 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 |"));
        pages.put("zeros, a column", lines(60, n -> "0.00"));
        pages.put("N/A", lines(40, n -> "| " + word(n) + " | N/A | N/A | N/A | N/A | N/A | N/A |"));
        pages.put("a column of N/A", lines(60, n -> "N/A"));
        pages.put(
                "not applicable",
                lines(10, n -> "| Not applicable | Not applicable | Not applicable | Not applicable |"));
        pages.put(
                "statement of an account",
                lines(
                        40,
                        n -> "| " + (n * 7 % 28 + 1) + ".03.2024 | Direct debit of the water works | "
                                + chance(n) % 9000 / 100.0 + " |"));
        pages.put(
                "time-table",
                lines(
                        36,
                        n -> "| " + (5 + n / 2) + ":" + (n % 2 == 0 ? "00" : "30")
                                + " | Central station | Harbour | Airport |"));
        pages.put(
                "numbers of rows and equal words",
                lines(28, n -> "| " + n + " | Delegate of the assembly | present |"));
        pages.put(
                "measurements",
                lines(70, n -> "| " + chance(n) % 999 / 10.0 + " | " + chance(n + 99) % 999 / 10.0 + " |"));
        pages.put("same article four times", "| Adult ticket | Online sale | Main hall | 12.00 |\n".repeat(4));
        pages.put(
                "HTML",
                "<table>" + lines(20, n -> "<tr><td>" + word(n) + "</td><td></td><td></td><td>0</td></tr>")
                        + "</table>");
        pages.put("HTML, empty", "<table>" + lines(30, n -> "<tr><td></td><td></td><td></td></tr>") + "</table>");
        pages.put("LaTeX", lines(30, n -> chance(n) % 100 + " & " + chance(n + 5) % 100 + " & yes \\\\"));
        pages.put(
                "matrix of ones and zeros",
                lines(
                        30,
                        n -> Integer.toBinaryString(0x100000 | chance(n) % 0xfffff)
                                .replace("", " ")));
        pages.put(
                "header on every part",
                lines(
                        6,
                        n -> "| Item | Quantity | Price |\n|---|---|---|\n"
                                + lines(
                                        3,
                                        i -> "| " + word(n * 3 + i) + " | " + i + " | " + chance(n + i) % 500 + " |")));
    }

    private static void forms(Map<String, String> pages) {
        pages.put(
                "application, four employers",
                ("Company:\nPhone:\nAddress:\nSupervisor:\nJob title:\nStarting salary:\n"
                                + "Ending salary:\nFrom:\nTo:\n\n")
                        .repeat(4));
        pages.put(
                "witnesses",
                lines(
                        6,
                        n -> "Signature of witness " + n + ": ________________\nName of witness " + n
                                + ": ________________\nAddress of witness " + n + ": ________________\n"));
        pages.put("boxes to tick", lines(30, n -> "☐ yes ☐ no ☐ do not know"));
        pages.put(
                "questions",
                lines(25, n -> n + ". I feel " + word(n) + ": never / rarely / sometimes / often / always"));
        pages.put(
                "satisfaction",
                lines(
                        20,
                        n -> "How satisfied are you with the " + word(n)
                                + "? Very satisfied / Satisfied / Neutral / Dissatisfied / Very dissatisfied"));
        pages.put("rooms", lines(40, n -> "Room " + (100 + n) + ": ____________"));
        pages.put("questions without text", lines(40, n -> "Question " + n));
        pages.put("numbers of empty items", lines(60, n -> n + "."));
    }

    private static void words(Map<String, String> pages) {
        pages.put(
                "refrain three times",
                ("Sing a song of sixpence, a pocket full of rye,\nfour and twenty blackbirds baked in a pie.\n"
                                + "When the pie was opened, the birds began to sing;\nwasn't that a dainty dish to set before the king?\n\n")
                        .repeat(3));
        pages.put(
                "song",
                "Row, row, row your boat, gently down the stream,\nmerrily, merrily, merrily, merrily, life is but a dream.\n"
                                .repeat(2)
                        + "La la la la la la la la la la la la la la\n".repeat(8));
        pages.put("litany", lines(40, n -> "Saint " + word(n) + ", pray for us."));
        pages.put("Kyrie", "Kyrie eleison.\n".repeat(12));
        pages.put("hallelujah", "Hallelujah, ".repeat(25));
        pages.put("laughter", "Ha ha ha ha ha ha ha ha ha ha ha! ".repeat(8));
        pages.put("same phrase six times", "and the members of the committee, ".repeat(6));
        pages.put("ideographs", "哈哈哈哈哈哈哈哈哈哈！".repeat(3));
        pages.put(
                "contract in three copies",
                lines(
                        3,
                        n -> "This agreement has been made in two originals, of which each party"
                                + " has received one.\nPlace and date ____________ Signature ____________\n"));
        pages.put(
                "lorem",
                ("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore"
                                + " et dolore magna aliqua. ")
                        .repeat(3));
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String word(int n) {
        String[] words = {
            "amber", "birch", "cedar", "dusk", "ember", "fern", "grove", "hazel", "iris", "juniper", "kelp", "laurel",
            "moss", "nettle", "oak", "pine", "quince", "rush", "sage", "thyme", "umber", "violet", "willow"
        };
        return words[n % words.length] + (n / words.length == 0 ? "" : " " + words[n * 5 % words.length]);
    }

    private static int chance(int n) {
        return (int) ((n + 11) * 0x9e3779b97f4a7c15L * n >>> 40);
    }
}
