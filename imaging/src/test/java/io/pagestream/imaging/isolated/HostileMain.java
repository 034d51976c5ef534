package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A child that also opens documents that exist nowhere else: {@code !} and what shall become of it, of three pages. */
final class HostileMain {

    private HostileMain() {}

    public static void main(String[] args) {
        DecoderMain.serve(HostileMain::open);
    }

    private static PageCursor open(byte[] bytes, String password, RenderRule rule, DecodeLimits limits)
            throws DecodeException {
        if (bytes[0] != '!') {
            return DocumentDecoder.open(bytes, password, rule, limits);
        }
        String wish = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
        if (wish.equals("at-open")) {
            Runtime.getRuntime().halt(9);
        }
        return new Hostile(wish);
    }

    /** Page 1 is the bad one. */
    private record Hostile(String wish) implements PageCursor {

        @Override
        public RgbImage page(int index) {
            if (index == 1) {
                misbehave();
            }
            return new RgbImage(1, 1, new byte[] {1, 2, (byte) index});
        }

        @Override
        public Optional<TextLayer> textLayer(int index) {
            return Optional.empty();
        }

        private void misbehave() {
            String[] words = wish.split(" ", 2);
            switch (words[0]) {
                case "exit" -> System.exit(7);
                case "kill" -> kill();
                case "hang" -> hang();
                case "heap" -> fillHeap();
                case "once" -> onlyTheFirstTime(Path.of(words[1]));
                default -> throw new IllegalStateException("unforeseen");
            }
        }

        private static void kill() {
            try {
                String self = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("kill", "-9", self).start().waitFor();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @SuppressWarnings("InfiniteLoopStatement")
        private static void hang() {
            while (true) {
                Thread.onSpinWait();
            }
        }

        private static void fillHeap() {
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }

        private static void onlyTheFirstTime(Path mark) {
            try {
                Files.createFile(mark);
            } catch (Exception e) {
                return;
            }
            Runtime.getRuntime().halt(9);
        }

        @Override
        public int pageCount() {
            return 3;
        }

        @Override
        public String mediaType() {
            return "application/hostile";
        }

        @Override
        public String renderer() {
            return "hostile";
        }

        @Override
        public void close() {}
    }
}
