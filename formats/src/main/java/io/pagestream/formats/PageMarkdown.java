package io.pagestream.formats;

import io.pagestream.schemas.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * The text of a page as a tree of CommonMark with tables of GitHub's kind.
 *
 * <p>A page is no web page: what Markdown would hide or change comes back as text. The number of a list item is the one
 * that stands there, not its count; a line that looks like the definition of a link is a paragraph; of a picture the words
 * that describe it are kept and its address is not. Text of the tasks {@code fields} (JSON) and {@code web-page} (HTML) is
 * one block of code.
 */
final class PageMarkdown {

    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    /** Deeper nesting is text: whoever walks the tree calls himself for each level. */
    private static final int DEEPEST = 100;

    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(DEEPEST)
            .maxInlineNesting(DEEPEST)
            .build();

    private static final TextContentRenderer PLAIN = TextContentRenderer.builder()
            .extensions(EXTENSIONS)
            .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS)
            .build();

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9})[.)].*", Pattern.DOTALL);

    private PageMarkdown() {}

    /** The tree of a page; {@link #source} is what its source spans count in. */
    static Node parse(PageText page) {
        String source = source(page);
        return isMarkdown(page) ? parse(source) : code(source);
    }

    static Node parse(String source) {
        Node tree = PARSER.parse(source);
        tree.accept(new AsItStands(source));
        return tree;
    }

    /** What a page's text is parsed from: without control characters, every other one at the place where it was. */
    static String source(PageText page) {
        return SafeText.inPlace(page.getText());
    }

    static boolean isMarkdown(PageText page) {
        String task = page.getPromptVersion();
        return !task.startsWith("fields/") && !task.startsWith("web-page/");
    }

    /** Without markup; blocks are separated by an empty line. */
    static String plain(Node tree) {
        return PLAIN.render(tree).strip();
    }

    /** Without markup, of a text that stands for itself, such as that of a block. */
    static String plain(String markdown) {
        return plain(parse(SafeText.xml(markdown)));
    }

    /** The words of a heading or of a cell, on one line but for hard line breaks. */
    static String words(Node inline) {
        StringBuilder out = new StringBuilder();
        inline.accept(new Words(out));
        return out.toString().strip();
    }

    private static Node code(String source) {
        FencedCodeBlock block = new FencedCodeBlock();
        block.setLiteral(source);
        block.addSourceSpan(SourceSpan.of(0, 0, 0, source.length()));
        Node document = new org.commonmark.node.Document();
        document.appendChild(block);
        return document;
    }

    /** Undoes what Markdown hides or counts anew. */
    private static final class AsItStands extends AbstractVisitor {

        private final String source;

        AsItStands(String source) {
            this.source = source;
        }

        @Override
        public void visit(LinkReferenceDefinition definition) {
            Paragraph paragraph = new Paragraph();
            for (SourceSpan span : definition.getSourceSpans()) {
                if (paragraph.getFirstChild() != null) {
                    paragraph.appendChild(new SoftLineBreak());
                }
                int from = span.getInputIndex();
                paragraph.appendChild(new Text(source.substring(from, from + span.getLength())));
            }
            paragraph.setSourceSpans(definition.getSourceSpans());
            definition.insertAfter(paragraph);
            definition.unlink();
        }

        @Override
        public void visit(Image image) {
            visitChildren(image);
            for (Node child : children(image)) {
                image.insertBefore(child);
            }
            image.unlink();
        }

        @Override
        public void visit(OrderedList list) {
            visitChildren(list);
            OrderedList open = list;
            Integer expected = list.getMarkerStartNumber();
            for (Node item : children(list)) {
                Integer number = number(item);
                if (expected != null && number != null && !number.equals(expected)) {
                    open = after(open, number);
                    expected = number;
                }
                if (open != list) {
                    open.appendChild(item);
                    open.setSourceSpans(joined(open.getSourceSpans(), item.getSourceSpans()));
                }
                expected = expected == null ? null : expected + 1;
            }
            if (open != list) {
                List<SourceSpan> left = new ArrayList<>();
                children(list).forEach(item -> left.addAll(item.getSourceSpans()));
                list.setSourceSpans(left);
            }
        }

        private static OrderedList after(OrderedList list, int number) {
            OrderedList next = new OrderedList();
            next.setTight(list.isTight());
            next.setMarkerDelimiter(list.getMarkerDelimiter());
            next.setMarkerStartNumber(number);
            list.insertAfter(next);
            return next;
        }

        private static List<SourceSpan> joined(List<SourceSpan> some, List<SourceSpan> more) {
            List<SourceSpan> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        }

        private Integer number(Node item) {
            if (!(item instanceof ListItem) || item.getSourceSpans().isEmpty()) {
                return null;
            }
            SourceSpan first = item.getSourceSpans().get(0);
            int from = first.getInputIndex();
            Matcher number = NUMBER.matcher(source.substring(from, from + first.getLength()));
            return number.matches() ? Integer.valueOf(number.group(1)) : null;
        }
    }

    static List<Node> children(Node parent) {
        List<Node> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            children.add(child);
        }
        return children;
    }

    private static final class Words extends AbstractVisitor {

        private final StringBuilder out;

        Words(StringBuilder out) {
            this.out = out;
        }

        @Override
        public void visit(Text text) {
            out.append(text.getLiteral());
        }

        @Override
        public void visit(Code code) {
            out.append(code.getLiteral());
        }

        @Override
        public void visit(HtmlInline html) {
            out.append(html.getLiteral().matches("(?i)<br\\s*/?>") ? "\n" : html.getLiteral());
        }

        @Override
        public void visit(SoftLineBreak line) {
            out.append(' ');
        }

        @Override
        public void visit(HardLineBreak line) {
            out.append('\n');
        }
    }

    /** Where a block stands in {@link #source}: from its first character to behind its last. */
    record Extent(int from, int to) {

        static Extent of(Node block) {
            List<SourceSpan> spans = ((Block) block).getSourceSpans();
            SourceSpan last = spans.get(spans.size() - 1);
            return new Extent(spans.get(0).getInputIndex(), last.getInputIndex() + last.getLength());
        }
    }
}
