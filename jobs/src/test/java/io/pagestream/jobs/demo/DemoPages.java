package io.pagestream.jobs.demo;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** What stands on the pages of the demo. Every person, firm and number is invented. */
final class DemoPages {

    private static final PDType1Font PLAIN = new PDType1Font(FontName.HELVETICA);
    private static final PDType1Font BOLD = new PDType1Font(FontName.HELVETICA_BOLD);
    private static final PDType1Font TYPED = new PDType1Font(FontName.COURIER);

    private DemoPages() {}

    /** @param size in points */
    record Page(PDRectangle size, Drawing drawing) {}

    interface Drawing {
        void draw(PDPageContentStream content) throws IOException;
    }

    static Page letterFirst() {
        return new Page(PDRectangle.A4, content -> {
            lines(content, BOLD, 15, 60, 780, List.of("Lindqvist & Daughters", "Bookbinders since 1911"));
            lines(content, PLAIN, 9, 400, 780, List.of("14 Harbour Lane", "Port Ellery", "Telephone 55 01 77"));
            lines(
                    content,
                    PLAIN,
                    11,
                    60,
                    690,
                    List.of("Ms. A. Thorvald", "Municipal Library", "2 Market Square", "Port Ellery"));
            lines(content, PLAIN, 11, 400, 630, List.of("3 March 2026"));
            lines(content, BOLD, 12, 60, 590, List.of("Your enquiry about the parish registers"));
            lines(
                    content,
                    PLAIN,
                    11,
                    60,
                    560,
                    List.of(
                            "Dear Ms. Thorvald,",
                            "",
                            "thank you for showing us the eleven parish registers. We have looked through all of",
                            "them and can say the following.",
                            "",
                            "The bindings of volumes 1 to 4 are sound and need cleaning only. In volumes 5 to 9 the",
                            "spine has come loose; the sewing holds. Volumes 10 and 11 have suffered from water:",
                            "their boards are warped, and about forty leaves stick together at the lower edge.",
                            "",
                            "We propose to clean the first group in our shop, to give the second group new spines",
                            "in calf, and to take the last two apart, dry and press the leaves, and bind them anew.",
                            "All work can be undone, as your conservation rules demand.",
                            "",
                            "Our prices and the time that we need are on the next page. They hold until the end of",
                            "June. The registers would be insured with us for 12,000 crowns from the day on which",
                            "we fetch them."));
            lines(content, PLAIN, 9, 280, 60, List.of("Page 1 of 2"));
        });
    }

    static Page letterSecond() {
        return new Page(PDRectangle.A4, content -> {
            table(
                    content,
                    60,
                    770,
                    new int[] {150, 190, 80},
                    List.of(
                            List.of("Volumes", "Work", "Crowns"),
                            List.of("1 to 4", "Cleaning", "640.00"),
                            List.of("5 to 9", "New spines in calf", "2,875.00"),
                            List.of("10 and 11", "Taking apart, new binding", "3,190.00"),
                            List.of("Together", "", "6,705.00")));
            lines(
                    content,
                    PLAIN,
                    11,
                    60,
                    620,
                    List.of(
                            "The first group takes two weeks, the second seven, the third twelve. We would begin",
                            "with the third.",
                            "",
                            "Please tell us whether the old spines are to be kept. We would put them into a box",
                            "beside the volume that they belong to, at no cost.",
                            "",
                            "Yours sincerely,",
                            "",
                            "",
                            "Karin Lindqvist"));
            lines(content, PLAIN, 9, 280, 60, List.of("Page 2 of 2"));
        });
    }

    static Page invoice() {
        return new Page(PDRectangle.A4, content -> {
            lines(content, BOLD, 22, 60, 770, List.of("INVOICE"));
            lines(
                    content,
                    PLAIN,
                    10,
                    60,
                    740,
                    List.of("Brightwater Instruments Ltd.", "Unit 7, Canal Works", "Ashmere AS4 9QT"));
            lines(
                    content,
                    PLAIN,
                    10,
                    360,
                    770,
                    List.of(
                            "Invoice number   BW-20418",
                            "Date             17 April 2026",
                            "Due              17 May 2026",
                            "Customer         C-0093"));
            lines(content, BOLD, 10, 60, 680, List.of("Bill to"));
            lines(
                    content,
                    PLAIN,
                    10,
                    60,
                    665,
                    List.of("Fenwick School, Science Department", "31 Abbey Road", "Ashmere AS1 2LD"));
            table(
                    content,
                    60,
                    590,
                    new int[] {50, 230, 60, 70, 70},
                    List.of(
                            List.of("Pos.", "Article", "Qty", "Price", "Amount"),
                            List.of("1", "Microscope, 400x, LED", "6", "149.00", "894.00"),
                            List.of("2", "Slide set, botany, 50 pieces", "6", "38.50", "231.00"),
                            List.of("3", "Cover glasses, box of 200", "10", "7.20", "72.00"),
                            List.of("4", "Spare bulb holder", "4", "11.75", "47.00")));
            lines(content, PLAIN, 11, 360, 440, List.of("Net", "VAT 20 %"));
            lines(content, PLAIN, 11, 480, 440, List.of("1,244.00", "248.80"));
            lines(content, BOLD, 12, 360, 405, List.of("Total GBP"));
            lines(content, BOLD, 12, 480, 405, List.of("1,492.80"));
            lines(
                    content,
                    PLAIN,
                    9,
                    60,
                    340,
                    List.of(
                            "Please pay within 30 days, naming the invoice number.",
                            "Goods remain our property until they are paid for.",
                            "Delivery note 7731 of 15 April 2026."));
        });
    }

    static Page receipt() {
        return new Page(new PDRectangle(230, 400), content -> {
            lines(content, TYPED, 12, 50, 370, List.of("CAFE MERIDIAN"));
            lines(
                    content,
                    TYPED,
                    8,
                    30,
                    352,
                    List.of(
                            "  Station Road 3, Ellerby",
                            "    Tel. 0555 012 119",
                            "",
                            "Table 12        Waiter: Jo",
                            "22.05.2026         13:47",
                            "-----------------------------",
                            "2 x Soup of the day     9.80",
                            "1 x Trout, potatoes    16.40",
                            "1 x Mushroom risotto   14.20",
                            "1 x Mineral water       3.60",
                            "2 x Espresso            5.00",
                            "-----------------------------"));
            lines(content, TYPED, 11, 30, 205, List.of("TOTAL EUR      49.00"));
            lines(
                    content,
                    TYPED,
                    8,
                    30,
                    180,
                    List.of(
                            "of which VAT 10 %       4.45",
                            "",
                            "Paid by card",
                            "**** **** **** 4172",
                            "Receipt 008315",
                            "",
                            "   Thank you for coming!"));
        });
    }

    static Page minutesFirst() {
        return new Page(PDRectangle.A4, content -> {
            lines(
                    content,
                    TYPED,
                    11,
                    60,
                    780,
                    List.of(
                            "ROWING CLUB ELLERBY",
                            "Minutes of the meeting of 9 February 2026",
                            "",
                            "Present: Amundsen (chair), Birch, Castellano,",
                            "         Dyer, Eze (minutes)",
                            "Excused: Falk",
                            "",
                            "1. Boathouse roof",
                            "",
                            "Birch has two offers: 8,400 and 9,150. The cheaper",
                            "one leaves out the gutters. Decided with four votes",
                            "against one: the second offer, work in March.",
                            "",
                            "2. Spring regatta",
                            "",
                            "Date: 25 April. Castellano asks the harbour office",
                            "for the course between bridge and mole. Six clubs",
                            "have said that they will come.",
                            "",
                            "3. Fees",
                            "",
                            "Dyer reports that seven members have not paid for",
                            "2025. They get a letter by the end of the month."));
            lines(content, TYPED, 10, 270, 50, List.of("- 1 -"));
        });
    }

    static Page minutesSecond() {
        return new Page(PDRectangle.A4, content -> {
            lines(
                    content,
                    TYPED,
                    11,
                    60,
                    780,
                    List.of(
                            "4. New boats",
                            "",
                            "The double scull of 1998 is to be sold. Amundsen asks",
                            "three yards for the price of a new one:",
                            ""));
            table(
                    content,
                    60,
                    700,
                    new int[] {170, 110, 110},
                    List.of(
                            List.of("Yard", "Length", "Answer by"),
                            List.of("Sund & Co.", "10.4 m", "1 March"),
                            List.of("Marlow Boats", "10.2 m", "1 March"),
                            List.of("Delta Yard", "10.4 m", "15 March")));
            lines(
                    content,
                    TYPED,
                    11,
                    60,
                    560,
                    List.of(
                            "5. Next meeting",
                            "",
                            "Monday 9 March, 19:30, boathouse.",
                            "",
                            "Closed at 21:10.",
                            "",
                            "",
                            "N. Eze"));
            lines(content, TYPED, 10, 270, 50, List.of("- 2 -"));
        });
    }

    private static void lines(
            PDPageContentStream content, PDType1Font font, float size, float x, float y, List<String> text)
            throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.setLeading(size * 1.45f);
        content.newLineAtOffset(x, y);
        for (String line : text) {
            content.showText(line);
            content.newLine();
        }
        content.endText();
    }

    private static void table(PDPageContentStream content, float x, float y, int[] widths, List<List<String>> rows)
            throws IOException {
        float height = 20;
        float width = 0;
        for (int column : widths) {
            width += column;
        }
        for (int row = 0; row <= rows.size(); row++) {
            content.moveTo(x, y - row * height);
            content.lineTo(x + width, y - row * height);
        }
        float left = x;
        for (int column = 0; column <= widths.length; column++) {
            content.moveTo(left, y);
            content.lineTo(left, y - rows.size() * height);
            left += column < widths.length ? widths[column] : 0;
        }
        content.setLineWidth(0.7f);
        content.stroke();
        for (int row = 0; row < rows.size(); row++) {
            float at = x + 5;
            for (int column = 0; column < widths.length; column++) {
                lines(
                        content,
                        row == 0 ? BOLD : PLAIN,
                        10,
                        at,
                        y - (row + 1) * height + 6,
                        List.of(rows.get(row).get(column)));
                at += widths[column];
            }
        }
    }
}
